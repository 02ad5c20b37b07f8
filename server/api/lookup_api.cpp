#include "server/api/lookup_api.hpp"

#include "server/api/json_body.hpp"
#include "server/api/route.hpp"
#include "server/api/time_text.hpp"
#include "server/api/views.hpp"
#include "server/desk/answer_card.hpp"

#include <algorithm>

namespace reformdesk::api {

namespace asio = boost::asio;
using net::RequestPointer;
using net::Response;

namespace {

// Enough for people who mistype, too few for who guesses.
constexpr std::size_t lookups_per_minute = 20;
constexpr std::size_t entries_at_once = 500;

// What was asked and what experts answered on this ticket; nothing else of the conversation.
Json ticket_view(const desk::Ticket& ticket, const std::vector<desk::LogEntry>& entries) {
    JsonArray answers;
    for (const auto& entry : entries) {
        if (entry.kind == desk::EntryKind::expert_answer && entry.ticket &&
            entry.ticket->number == ticket.number) {
            answers.push_back(JsonObject{
                {"author", entry.author}, {"text", entry.text}, {"at", time_text(entry.created_at)}});
        }
    }
    return JsonObject{{"number", ticket.number},
                      {"state", to_string(ticket.state)},
                      {"question", ticket.question},
                      {"created_at", time_text(ticket.created_at)},
                      {"answers", std::move(answers)}};
}

Json article_view(const desk::StoredArticle& stored, kb_index::Date today) {
    const auto card = desk::answer_card(stored, 1, today);
    return JsonObject{{"id", card.article},
                      {"question", card.title},
                      {"answer", stored.article.answer},
                      {"sources", sources_view(card.sources)},
                      {"valid_from", date_view(card.validity.from)},
                      {"valid_to", date_view(card.validity.to)},
                      {"in_force", card.in_force},
                      {"replaced_by", replaced_by_view(card.replaced_by)}};
}

}  // namespace

LookupApi::LookupApi(LookupApiParts parts) : parts_(std::move(parts)), per_address_(lookups_per_minute) {}

std::vector<net::Route> LookupApi::routes() {
    return {member_route(this, "GET", "/api/v1/lookup/tickets/{code}", 0, &LookupApi::ticket),
            member_route(this, "GET", "/api/v1/lookup/articles/*", 0, &LookupApi::article)};
}

asio::awaitable<Response> LookupApi::ticket(RequestPointer request) {
    if (const auto wait = per_address_.take(request->peer)) {
        auto refused = net::problem(429, "too_fast", "Tra cứu nhanh quá", "Vui lòng thử lại sau giây lát.");
        refused.headers.emplace_back("Retry-After", std::to_string(wait->count()));
        co_return refused;
    }
    const std::string code(request->parameter("code"));
    auto find = [this, &code]() -> std::optional<Json> {
        const auto number = parts_.ticket_of(code);
        const auto ticket = number ? parts_.tickets.ticket(*number) : std::nullopt;
        if (!ticket) {
            return std::nullopt;
        }
        const auto after = std::max<std::int64_t>(0, ticket->question_sequence - 1);
        return ticket_view(*ticket,
                           parts_.conversations.entries(ticket->conversation, after, entries_at_once));
    };
    const std::optional<Json> found = co_await net::offload(parts_.pool, std::move(find));
    if (!found) {
        co_return net::problem(404, "no_such_code", "Không có phiếu nào với mã này",
                               "Kiểm tra lại mã tra cứu trong tin nhắn đã nhận, ví dụ 1024-7KQ2MZ4P.");
    }
    auto response = json_response(200, *found);
    response.headers.emplace_back("Cache-Control", "no-store");
    co_return response;
}

asio::awaitable<Response> LookupApi::article(RequestPointer request) {
    const std::string id(request->parameter("*"));
    auto find = [this, &id]() -> std::optional<Json> {
        const auto stored = parts_.articles.article(id);
        return stored ? std::optional(article_view(*stored, desk::day_in_vietnam(parts_.clock.now())))
                      : std::nullopt;
    };
    const std::optional<Json> found = co_await net::offload(parts_.pool, std::move(find));
    if (!found) {
        co_return net::problem(404, "no_such_article", "Không có bài này trong kho tri thức");
    }
    co_return json_response(200, *found);
}

}  // namespace reformdesk::api
