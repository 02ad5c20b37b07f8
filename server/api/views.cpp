#include "server/api/views.hpp"

#include "server/api/time_text.hpp"

namespace reformdesk::api {

namespace web_chat = connectors::web_chat;
using connectors::wire::Json;
using connectors::wire::JsonArray;
using connectors::wire::JsonObject;

namespace {

std::optional<std::string> date_text(const std::optional<kb_index::Date>& date) {
    return date ? std::optional(kb_index::format_date(*date)) : std::nullopt;
}

web_chat::AnswerView answer_view(const desk::AnswerCard& card) {
    web_chat::AnswerView view;
    view.article = card.article;
    view.title = card.title;
    view.confidence = card.confidence;
    view.in_force = card.in_force;
    view.valid_from = date_text(card.validity.from);
    view.valid_to = date_text(card.validity.to);
    for (const auto& source : card.sources) {
        view.sources.push_back({source.document, source.clause, source.url});
    }
    for (const auto& next : card.replaced_by) {
        view.replaced_by.push_back({next.number, date_text(next.from)});
    }
    return view;
}

}  // namespace

Json ticket_view(const desk::Ticket& ticket) {
    Json first_answered;
    if (ticket.first_answered_at) {
        first_answered = Json(time_text(*ticket.first_answered_at));
    }
    return JsonObject{{"number", ticket.number},
                      {"state", to_string(ticket.state)},
                      {"reason", to_string(ticket.reason)},
                      {"question", ticket.question},
                      {"channel", to_string(ticket.channel)},
                      {"version", ticket.version},
                      {"answered_by", ticket.answered_by},
                      {"assignee", ticket.assignee},
                      {"unit", ticket.unit},
                      {"reopened", ticket.reopened},
                      {"created_at", time_text(ticket.created_at)},
                      {"updated_at", time_text(ticket.updated_at)},
                      {"first_answered_at", std::move(first_answered)}};
}

web_chat::TicketView visitor_ticket(const desk::Ticket& ticket) {
    web_chat::TicketView view;
    view.number = ticket.number;
    view.state = to_string(ticket.state);
    view.question = ticket.question;
    view.created_at = ticket.created_at;
    view.updated_at = ticket.updated_at;
    return view;
}

web_chat::EntryView visitor_entry(const desk::LogEntry& entry) {
    web_chat::EntryView view;
    view.sequence = entry.sequence;
    view.kind = to_string(entry.kind);
    view.author = entry.author;
    view.text = entry.text;
    view.at = entry.created_at;
    if (entry.kind == desk::EntryKind::question && !entry.source_id.empty()) {
        view.id = entry.source_id;
    }
    if (entry.reply_to != 0) {
        view.reply_to = entry.reply_to;
    }
    if (entry.answer) {
        view.answer = answer_view(*entry.answer);
    }
    for (const auto& choice : entry.choices) {
        view.choices.push_back({choice.article, choice.label});
    }
    if (entry.ticket) {
        view.ticket = web_chat::TicketMark{entry.ticket->number, std::string(to_string(entry.ticket->state))};
    }
    return view;
}

Json entry_view(const desk::LogEntry& entry) {
    return web_chat::to_json(visitor_entry(entry));
}

JsonArray sources_view(const std::vector<kb_index::LegalBasis>& sources) {
    JsonArray views;
    for (const auto& source : sources) {
        views.push_back(
            JsonObject{{"document", source.document}, {"clause", source.clause}, {"url", source.url}});
    }
    return views;
}

JsonArray replaced_by_view(const std::vector<kb_index::Succession>& replaced_by) {
    JsonArray views;
    for (const auto& next : replaced_by) {
        views.push_back(JsonObject{{"number", next.number}, {"from", date_view(next.from)}});
    }
    return views;
}

Json date_view(const std::optional<kb_index::Date>& date) {
    return date ? Json(kb_index::format_date(*date)) : Json();
}

}  // namespace reformdesk::api
