// What the API shows of tickets, log entries and articles.
#pragma once

#include "connectors/web_chat/frames.hpp"
#include "connectors/wire/json.hpp"
#include "kb_index/decision.hpp"
#include "server/desk/search.hpp"
#include "server/desk/store.hpp"

#include <vector>

namespace reformdesk::api {

connectors::wire::Json ticket_view(const desk::Ticket& ticket);

/// The ticket as its asker sees it, in the shape of the web chat protocol.
connectors::web_chat::TicketView visitor_ticket(const desk::Ticket& ticket);

/// The entry in the shape of the web chat protocol; one shape for visitors and experts.
connectors::web_chat::EntryView visitor_entry(const desk::LogEntry& entry);
connectors::wire::Json entry_view(const desk::LogEntry& entry);

connectors::wire::JsonArray sources_view(const std::vector<kb_index::LegalBasis>& sources);
connectors::wire::JsonArray replaced_by_view(const std::vector<kb_index::Succession>& replaced_by);
connectors::wire::Json date_view(const std::optional<kb_index::Date>& date);

}  // namespace reformdesk::api
