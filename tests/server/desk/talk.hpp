// A conversation with the dialog alone: articles, tickets and the state are plain values that a test sets and
// reads.
#pragma once

#include "server/desk/dialog.hpp"
#include "tests/fakes/clock.hpp"
#include "tests/fakes/search.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace reformdesk::desk {

inline kb_index::Article article(std::string id, std::string question, std::string answer) {
    kb_index::Article made;
    made.id = std::move(id);
    made.question = std::move(question);
    made.answer = std::move(answer);
    made.sources = {{"118/2025/NĐ-CP", "Điều 5", "https://vanban.example/118"}};
    return made;
}

class Talk {
  public:
    Talk() {
        pending.accepted = {7, 3, 12, false, false};
        pending.conversation.id = 3;
        pending.conversation.external_id = "khach";
        pending.inbound.conversation = "khach";
        pending.inbound.source_id = "m-12";
    }

    /// What the bot makes of these words. The state then is what it left behind, and its ticket is there.
    Settlement hear(const std::string& text) {
        pending.inbound.text = text;
        pending.conversation.state = state;
        auto settlement = decide(pending, knowledge(), now);
        state = settlement.state;
        for (const auto& reply : settlement.replies) {
            answered_at = reply.answer ? std::optional(now) : answered_at;
        }
        keep_ticket(settlement.ticket_change);
        if (state.open_ticket == 0) {
            state.open_ticket = newest_ticket;
        }
        pending.inbound.choice.reset();
        pending.inbound.ticket.reset();
        pending.inbound.new_question = false;
        return settlement;
    }
    Settlement tap(const std::string& choice, const std::string& label) {
        pending.inbound.choice = choice;
        return hear(label);
    }
    Settlement write_on(std::int64_t ticket, const std::string& text) {
        pending.inbound.ticket = ticket;
        return hear(text);
    }
    Settlement ask_anew(const std::string& text) {
        pending.inbound.new_question = true;
        return hear(text);
    }

    void add(const kb_index::Article& made) {
        articles[made.id] = {made, 4, now, kb_index::standing_of(made, [](auto) { return nullptr; })};
    }

    Ticket& add_ticket(std::int64_t number, TicketState ticket_state) {
        auto& ticket = tickets[number];
        ticket.number = number;
        ticket.conversation = 3;
        ticket.state = ticket_state;
        ticket.created_at = now - std::chrono::hours(2);
        ticket.updated_at = now - std::chrono::hours(1);
        return ticket;
    }
    /// As the store leaves it when an expert has answered.
    void expert_answers(std::int64_t number) {
        add_ticket(number, TicketState::answered);
        state.open_ticket.reset();
        state.answered_ticket = number;
    }

    PendingMessage pending;
    DialogState state;
    std::map<std::string, StoredArticle> articles;
    std::map<std::int64_t, Ticket> tickets;
    fakes::Search search;
    Timestamp now = fakes::a_tuesday;
    std::optional<Timestamp> answered_at;
    std::int64_t newest_ticket = 1000;

  private:
    DialogKnowledge knowledge() {
        DialogKnowledge known;
        known.article = [this](const std::string& id) {
            const auto found = articles.find(id);
            return found == articles.end() ? std::nullopt : std::optional(found->second);
        };
        known.ticket = [this](std::int64_t number) {
            const auto found = tickets.find(number);
            return found == tickets.end() ? std::nullopt : std::optional(found->second);
        };
        known.tickets = [this] {
            std::vector<Ticket> all;
            for (const auto& [number, ticket] : tickets) {
                all.push_back(ticket);
            }
            return all;
        };
        known.ask = [this](const nlp::Question& question,
                           const auto& context) -> std::optional<kb_index::Decision> {
            try {
                kb_index::AskOptions options{day_in_vietnam(now)};
                options.context = context;
                return search.ask(question, options);
            } catch (const SearchError&) {
                return std::nullopt;
            }
        };
        known.answered_at = [this] { return answered_at; };
        return known;
    }

    void keep_ticket(const TicketChange& change) {
        if (change.kind == TicketChangeKind::open) {
            auto ticket = change.ticket;
            ticket.number = ++newest_ticket;
            tickets[ticket.number] = ticket;
        } else if (change.kind != TicketChangeKind::none) {
            tickets.at(change.ticket.number).state = TicketState::open;
        }
    }
};

}  // namespace reformdesk::desk
