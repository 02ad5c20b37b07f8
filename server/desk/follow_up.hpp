// Questions that ask about what was spoken of before: "thế còn lệ phí?", "bao lâu vậy".
#pragma once

#include "kb_index/decision.hpp"
#include "nlp/question.hpp"
#include "server/desk/dialog.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace reformdesk::desk {

/// What a follow-up follows.
struct Topic {
    std::string question;                           ///< that of the article, or the asker's own words
    std::optional<kb_index::Article> article = {};  ///< that answered it
};

/// After this long without an answer nobody means the old one any more.
inline constexpr std::chrono::minutes topic_lasts{30};

/// What was answered last in this conversation, unless that is long ago.
std::optional<Topic> topic_of(const DialogState& state, const DialogKnowledge& knowledge, Timestamp now);

/// Asks the knowledge base. A follow-up is asked by its own words and together with its topic, and the better
/// supported answer counts; a question of its own is never bent to the topic. Nothing when the knowledge base
/// cannot be asked.
std::optional<kb_index::Decision> ask_in_topic(const nlp::Question& question,
                                               const std::optional<Topic>& topic,
                                               const DialogKnowledge& knowledge);

/// The words for an expert: those of a follow-up with what it follows.
std::string with_topic(const std::string& words, const std::optional<Topic>& topic);

}  // namespace reformdesk::desk
