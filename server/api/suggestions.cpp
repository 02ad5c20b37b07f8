#include "server/api/suggestions.hpp"

#include "nlp/question.hpp"
#include "server/api/views.hpp"

namespace reformdesk::api {

using connectors::wire::JsonArray;
using connectors::wire::JsonObject;

JsonArray suggestions_for(const std::string& question, desk::Search& search, desk::ArticleStore& articles,
                          kb_index::AskOptions options, std::size_t limit) {
    JsonArray views;
    options.limit = limit;
    kb_index::Decision decision;
    try {
        decision = search.ask(nlp::read(question), options);
    } catch (const desk::SearchError&) {
        // The expert answers without suggestions; the index's trouble is reported where it is asked.
        return views;
    }
    for (const auto& candidate : decision.ranked) {
        const auto stored = articles.article(candidate.id);
        if (!stored || views.size() == limit) {
            continue;
        }
        const auto& article = stored->article;
        const auto& standing = stored->standing;
        views.push_back(JsonObject{{"article", article.id},
                                   {"title", article.question},
                                   {"answer", article.answer},
                                   {"confidence", candidate.confidence},
                                   {"in_force", candidate.in_force},
                                   {"valid_from", date_view(standing.validity.from)},
                                   {"valid_to", date_view(standing.validity.to)},
                                   {"sources", sources_view(standing.sources)},
                                   {"replaced_by", replaced_by_view(standing.replaced_by)}});
    }
    return views;
}

}  // namespace reformdesk::api
