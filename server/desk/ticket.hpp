// A question that waits for a person.
#pragma once

#include "server/desk/conversation.hpp"

#include <string>
#include <string_view>

namespace reformdesk::desk {

/// Why the bot handed over; shown to the expert.
enum class HandoverReason {
    nothing_found,
    outside_knowledge,
    uncertain,
    asked_for_person,
    not_helpful,          ///< the asker said that the answer did not help
    after_clarification,  ///< a clarification did not lead to an answer
    engine_unavailable,   ///< the index could not be asked
    outside_reply,        ///< a person wrote to the asker in the channel's own tool
};

std::string_view to_string(HandoverReason reason);
std::optional<HandoverReason> parse_handover_reason(std::string_view name);

struct Ticket {
    std::int64_t number = 0;  ///< from 1001 on; 0 until stored
    std::int64_t conversation = 0;
    connectors::Channel channel = connectors::Channel::web_chat;
    TicketState state = TicketState::open;
    HandoverReason reason = HandoverReason::nothing_found;
    std::string question;  ///< the words that the ticket is about
    std::int64_t question_sequence = 0;
    std::int64_t version = 1;   ///< grows with every change; what an expert saw when answering
    std::string answered_by;    ///< display name; empty until then
    std::string assignee = {};  ///< display name of who took it; empty: nobody
    std::string unit = {};      ///< to whom it was forwarded; empty: to nobody
    int reopened = 0;           ///< how often
    Timestamp created_at;
    Timestamp updated_at;
    std::optional<Timestamp> first_answered_at;
};

}  // namespace reformdesk::desk
