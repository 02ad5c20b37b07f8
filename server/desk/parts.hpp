// The questions of one message, each with what the knowledge base makes of it.
#pragma once

#include "server/desk/dialog.hpp"
#include "server/desk/follow_up.hpp"

#include <optional>
#include <string>
#include <vector>

namespace reformdesk::desk {

struct AskedPart {
    std::string words;                           ///< the asker's
    std::string for_expert;                      ///< the same, with what they follow up on
    std::optional<kb_index::Decision> decision;  ///< nothing when the knowledge base cannot be asked
};

/// Asks each question of the message, in order; the first may follow up on the topic, the others on those
/// before them. Where only the message as a whole is understood, or there is but one question, it is one
/// part.
std::vector<AskedPart> ask_parts(const std::string& message, std::optional<Topic> topic,
                                 const DialogKnowledge& knowledge);

}  // namespace reformdesk::desk
