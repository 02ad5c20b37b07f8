// desk::TicketStore: the queue of the experts, and what they do with a ticket.
#include "server/desk/texts.hpp"
#include "server/store/engine.hpp"
#include "server/store/rows.hpp"

#include <limits>
#include <stdexcept>
#include <utility>

namespace reformdesk::store {

namespace {

// The ticket, when the expert may act on it; otherwise why not.
struct Opened {
    desk::Conversation conversation;
    std::optional<desk::ExpertReplied> refusal;
};

Opened open(Session& session, const desk::ExpertReply& reply) {
    if (reply.request_id.empty()) {
        throw std::invalid_argument("a request of an expert without an id");
    }
    auto ticket = find_ticket(session, reply.ticket);
    if (!ticket) {
        return {{}, desk::ExpertReplied{desk::ReplyOutcome::no_such_ticket, std::nullopt}};
    }
    Opened opened{lock_conversation(session, ticket->conversation), std::nullopt};
    // Once more: it may have changed while another process held the conversation.
    ticket = find_ticket(session, reply.ticket);
    if (session.row<Timestamp>("find_ticket_request",
                               {{"ticket", reply.ticket}, {"request_id", reply.request_id}})) {
        opened.refusal = {desk::ReplyOutcome::repeated, std::move(ticket)};
    } else if (ticket->version != reply.expected_version) {
        opened.refusal = {desk::ReplyOutcome::version_conflict, std::move(ticket)};
    }
    return opened;
}

// Keeps the request's id and the trail, and gives the ticket as it is now.
desk::ExpertReplied finish(Session& session, const desk::ExpertReply& reply, std::string_view action) {
    session.run("add_ticket_request",
                {{"ticket", reply.ticket}, {"request_id", reply.request_id}, {"now", reply.at}});
    add_audit(session, reply.at, reply.account, action, "ticket:" + std::to_string(reply.ticket), "");
    return {desk::ReplyOutcome::stored, find_ticket(session, reply.ticket)};
}

desk::LogEntry entry_about(const desk::ExpertReply& reply, const desk::Conversation& conversation,
                           desk::TicketState state) {
    desk::LogEntry entry;
    entry.conversation = conversation.id;
    entry.ticket = desk::TicketReference{reply.ticket, state};
    entry.created_at = reply.at;
    return entry;
}

void expect_one(std::int64_t changed) {
    if (changed != 1) {
        throw std::logic_error("a ticket changed while its conversation was locked");
    }
}

desk::ExpertReplied store_reply(Session& session, const desk::ExpertReply& reply) {
    auto [conversation, refusal] = open(session, reply);
    if (refusal) {
        return std::move(*refusal);
    }
    const auto state = reply.close ? desk::TicketState::closed : desk::TicketState::answered;
    expect_one(session.run("answer_ticket", {{"number", reply.ticket},
                                             {"version", reply.expected_version},
                                             {"state", desk::to_string(state)},
                                             {"author", reply.author},
                                             {"now", reply.at}}));
    auto entry = entry_about(reply, conversation, state);
    entry.kind = desk::EntryKind::expert_answer;
    entry.author = reply.author;
    entry.text = reply.text;
    append_reply(session, entry, reply.at);
    if (conversation.state.open_ticket == reply.ticket) {
        conversation.state.open_ticket.reset();
    }
    // The asker's next words go to the expert who spoke last, unless the expert does not wait for them.
    if (!reply.close) {
        conversation.state.answered_ticket = reply.ticket;
    } else if (conversation.state.answered_ticket == reply.ticket) {
        conversation.state.answered_ticket.reset();
    }
    update_state(session, conversation.id, conversation.state);
    return finish(session, reply, reply.close ? "ticket_answered_and_closed" : "ticket_answered");
}

desk::ExpertReplied store_close(Session& session, const desk::ExpertReply& reply) {
    auto [conversation, refusal] = open(session, reply);
    if (refusal) {
        return std::move(*refusal);
    }
    expect_one(session.run(
        "close_ticket", {{"number", reply.ticket}, {"version", reply.expected_version}, {"now", reply.at}}));
    auto entry = entry_about(reply, conversation, desk::TicketState::closed);
    entry.kind = desk::EntryKind::notice;
    entry.text = desk::texts::ticket_closed(reply.ticket);
    append_reply(session, entry, reply.at);
    for (auto* remembered : {&conversation.state.open_ticket, &conversation.state.answered_ticket}) {
        if (*remembered == reply.ticket) {
            remembered->reset();
        }
    }
    update_state(session, conversation.id, conversation.state);
    return finish(session, reply, "ticket_closed");
}

std::optional<desk::Ticket> store_assignment(Session& session, const desk::Assignment& assignment) {
    if (assignment.request_id.empty()) {
        throw std::invalid_argument("a request of an expert without an id");
    }
    const auto ticket = find_ticket(session, assignment.ticket);
    if (!ticket) {
        return std::nullopt;
    }
    lock_conversation(session, ticket->conversation);
    const Parameters request{{"ticket", assignment.ticket}, {"request_id", assignment.request_id}};
    if (!session.row<Timestamp>("find_ticket_request", request)) {
        expect_one(session.run("assign_ticket", {{"number", assignment.ticket},
                                                 {"assignee", assignment.assignee},
                                                 {"unit", assignment.unit},
                                                 {"now", assignment.at}}));
        session.run(
            "add_ticket_request",
            {{"ticket", assignment.ticket}, {"request_id", assignment.request_id}, {"now", assignment.at}});
        add_audit(session, assignment.at, assignment.account, "ticket_assigned",
                  "ticket:" + std::to_string(assignment.ticket), assignment.assignee + "/" + assignment.unit);
    }
    return find_ticket(session, assignment.ticket);
}

}  // namespace

std::optional<desk::Ticket> Database::ticket(std::int64_t number) {
    return engine_->read([&](Session& session) { return find_ticket(session, number); });
}

std::vector<desk::Ticket> Database::tickets(const desk::TicketQuery& query) {
    const auto before = query.before.value_or(std::numeric_limits<std::int64_t>::max());
    Parameters parameters{{"before", before}, {"limit", to_limit(query.limit)}};
    if (query.state) {
        parameters.emplace_back("state", desk::to_string(*query.state));
    }
    const auto* statement = query.state ? "tickets_in_state" : "tickets";
    return engine_->read([&](Session& session) { return read_tickets(session, statement, parameters); });
}

std::vector<desk::Ticket> Database::tickets_of(std::int64_t conversation) {
    return engine_->read([&](Session& session) {
        return read_tickets(session, "tickets_of_conversation", {{"conversation", conversation}});
    });
}

desk::TicketCounts Database::counts() {
    return engine_->read([](Session& session) {
        desk::TicketCounts counts;
        for (const auto& [name, count] : session.rows<std::string, std::int64_t>("count_tickets")) {
            switch (known(desk::parse_ticket_state(name), name)) {
                case desk::TicketState::open:
                    counts.open = count;
                    break;
                case desk::TicketState::answered:
                    counts.answered = count;
                    break;
                case desk::TicketState::closed:
                    counts.closed = count;
                    break;
            }
        }
        return counts;
    });
}

desk::ExpertReplied Database::reply(const desk::ExpertReply& reply) {
    return engine_->write([&](Session& session) { return store_reply(session, reply); });
}

desk::ExpertReplied Database::close(const desk::ExpertReply& reply) {
    return engine_->write([&](Session& session) { return store_close(session, reply); });
}

std::optional<desk::Ticket> Database::assign(const desk::Assignment& assignment) {
    return engine_->write([&](Session& session) { return store_assignment(session, assignment); });
}

}  // namespace reformdesk::store
