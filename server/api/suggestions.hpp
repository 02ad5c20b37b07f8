// The articles closest to a ticket's question, for the expert to insert and adapt.
#pragma once

#include "connectors/wire/json.hpp"
#include "server/desk/search.hpp"
#include "server/desk/store.hpp"

#include <cstddef>
#include <string>

namespace reformdesk::api {

/// At most `limit` articles, best first; empty when nothing is close or the index cannot be asked. Blocks.
connectors::wire::JsonArray suggestions_for(const std::string& question, desk::Search& search,
                                            desk::ArticleStore& articles, kb_index::AskOptions options,
                                            std::size_t limit);

}  // namespace reformdesk::api
