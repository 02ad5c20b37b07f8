// The files of nlp/data as they are, compiled in. Only the loaders of their own parts read them.
#pragma once

#include <string_view>

namespace reformdesk::nlp::tables {

extern const std::string_view abbreviations;
extern const std::string_view shorthand;
extern const std::string_view fillers;
extern const std::string_view concepts;
extern const std::string_view stop_words;
extern const std::string_view intents;
extern const std::string_view document_kinds;
extern const std::string_view follow_ups;
extern const std::string_view joints;
extern const std::string_view names;
extern const std::string_view past;
extern const std::string_view syllable_pairs;

}  // namespace reformdesk::nlp::tables
