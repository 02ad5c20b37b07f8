// What a typed reply to a clarification means: a number, "cái thứ hai", "cả hai", "không cái nào", or words.
#pragma once

#include "nlp/question.hpp"
#include "server/desk/conversation.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace reformdesk::desk {

enum class ChoiceReplyKind {
    other,    ///< no pick by number: perhaps words of a choice, a command, or another question
    picked,   ///< these choices
    none,     ///< none of them
    unclear,  ///< a pick, but of which one, or of one that is not there
};

struct ChoiceReply {
    ChoiceReplyKind kind = ChoiceReplyKind::other;
    std::vector<std::size_t> picked = {};  ///< positions, in the order named

    bool operator==(const ChoiceReply&) const = default;
};

/// Reads numbers, ordinals, "all" and "none". Diacritics do not matter.
ChoiceReply read_choice_reply(const nlp::Question& reply, std::size_t choices);

/// The one choice whose label these words repeat: wholly, with more around it, or a part that no other label
/// has. Diacritics do not matter, nor does one wrong letter in a longer word. Otherwise nullptr.
const Choice* choice_in_words(std::span<const Choice> choices, const nlp::Question& words);

}  // namespace reformdesk::desk
