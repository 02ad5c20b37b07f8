// The files of nlp/data as they are, compiled in. Only lexicon, citation and intent read them.
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

}  // namespace reformdesk::nlp::tables
