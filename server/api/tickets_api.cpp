#include "server/api/tickets_api.hpp"

#include "server/api/json_body.hpp"
#include "server/api/number_text.hpp"
#include "server/api/route.hpp"
#include "server/api/suggestions.hpp"
#include "server/api/views.hpp"

namespace reformdesk::api {

namespace asio = boost::asio;
using access::Permission;
using desk::ReplyOutcome;
using net::RequestPointer;
using net::Response;

namespace {

constexpr std::size_t longest_answer = 16'000;
constexpr std::size_t answer_body_bytes = 128u << 10;
constexpr std::size_t longest_conversation = 1'000;
constexpr std::size_t suggested_articles = 3;

Response no_such_ticket() {
    return net::problem(404, "no_such_ticket", "Không có phiếu này");
}

// The query of the list, or what is wrong with it.
std::variant<desk::TicketQuery, Response> read_query(const net::Request& request) {
    desk::TicketQuery query;
    const auto state = request.query_value("state").value_or("open");
    query.state = desk::parse_ticket_state(state);
    if (!query.state && state != "all") {
        return net::problem(400, "bad_query", "Tham số state không đúng",
                            "Dùng open, answered, closed hoặc all.");
    }
    if (const auto before = request.query_value("before")) {
        query.before = parse_number(*before);
        if (!query.before) {
            return net::problem(400, "bad_query", "Tham số before không đúng", "Cần số của một phiếu.");
        }
    }
    const auto limit = parse_number(request.query_value("limit").value_or("50"));
    if (!limit || *limit > 200) {
        return net::problem(400, "bad_query", "Tham số limit không đúng", "Cần một số từ 1 đến 200.");
    }
    query.limit = static_cast<std::size_t>(*limit);
    return query;
}

// What an expert saw and wrote, or what is wrong with it.
std::variant<desk::ExpertReply, Response> read_reply(const JsonObject& object, bool closing) {
    const Json body(object);
    desk::ExpertReply reply;
    reply.text = text_of(object, "text");
    reply.request_id = text_of(object, "request_id");
    const auto version = body.integer_at("version");
    if (!version || reply.request_id.empty() || reply.request_id.size() > 64) {
        return net::problem(422, "bad_reply", "Thiếu version hoặc request_id",
                            "Xin tải lại trang rồi gửi lại.");
    }
    const bool blank = reply.text.find_first_not_of(" \t\r\n") == std::string::npos;
    if (!closing && blank) {
        return net::problem(422, "empty_answer", "Câu trả lời đang trống", "Xin nhập nội dung rồi gửi.");
    }
    if (reply.text.size() > longest_answer || reply.text.find('\0') != std::string::npos) {
        return net::problem(422, "answer_too_long", "Câu trả lời quá dài",
                            "Nhiều nhất 16.000 byte (khoảng 10.000 ký tự tiếng Việt).");
    }
    reply.expected_version = *version;
    return reply;
}

}  // namespace

TicketsApi::TicketsApi(TicketsApiParts parts) : parts_(std::move(parts)) {}

std::vector<net::Route> TicketsApi::routes() {
    return {
        member_route(this, "GET", "/api/v1/tickets", 0, &TicketsApi::list),
        member_route(this, "GET", "/api/v1/tickets/{number}", 0, &TicketsApi::show),
        member_route(this, "POST", "/api/v1/tickets/{number}/answer", answer_body_bytes, &TicketsApi::answer),
        member_route(this, "POST", "/api/v1/tickets/{number}/close", answer_body_bytes, &TicketsApi::close),
    };
}

asio::awaitable<Response> TicketsApi::list(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::read_tickets);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    auto query = read_query(*request);
    if (auto* refusal = std::get_if<Response>(&query)) {
        co_return std::move(*refusal);
    }
    const auto& wanted = std::get<desk::TicketQuery>(query);
    auto read = [this, &wanted] {
        return std::pair(parts_.tickets.tickets(wanted), parts_.tickets.counts());
    };
    const auto found = co_await net::offload(parts_.pool, std::move(read));
    JsonArray views;
    for (const auto& ticket : found.first) {
        views.push_back(ticket_view(ticket));
    }
    Json next;
    if (found.first.size() == wanted.limit) {
        next = Json(found.first.back().number);
    }
    co_return json_response(200, JsonObject{{"tickets", std::move(views)},
                                            {"counts", JsonObject{{"open", found.second.open},
                                                                  {"answered", found.second.answered},
                                                                  {"closed", found.second.closed}}},
                                            {"next", std::move(next)}});
}

asio::awaitable<Response> TicketsApi::show(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::read_tickets);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    const auto number = parse_number(request->parameter("number"));
    if (!number) {
        co_return no_such_ticket();
    }
    auto read = [this, &number]() -> std::optional<Json> {
        const auto ticket = parts_.tickets.ticket(*number);
        if (!ticket) {
            return std::nullopt;
        }
        JsonArray entries;
        for (const auto& entry :
             parts_.conversations.entries(ticket->conversation, 0, longest_conversation)) {
            entries.push_back(entry_view(entry));
        }
        kb_index::AskOptions options{desk::day_in_vietnam(parts_.clock.now())};
        options.territory = parts_.answers.territory;
        options.precision = parts_.answers.precision;
        auto suggestions =
            suggestions_for(ticket->question, parts_.search, parts_.articles, options, suggested_articles);
        return JsonObject{{"ticket", ticket_view(*ticket)},
                          {"entries", std::move(entries)},
                          {"suggestions", std::move(suggestions)}};
    };
    const auto view = co_await net::offload(parts_.pool, std::move(read));
    if (!view) {
        co_return no_such_ticket();
    }
    co_return json_response(200, *view);
}

asio::awaitable<Response> TicketsApi::answer(RequestPointer request) {
    return change(std::move(request), false);
}

asio::awaitable<Response> TicketsApi::close(RequestPointer request) {
    return change(std::move(request), true);
}

asio::awaitable<Response> TicketsApi::change(RequestPointer request, bool closing) {
    auto admitted = co_await parts_.guard.admit(request, Permission::answer_tickets);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    const auto number = parse_number(request->parameter("number"));
    if (!number) {
        co_return no_such_ticket();
    }
    auto body = read_object(*request);
    if (auto* refusal = std::get_if<Response>(&body)) {
        co_return std::move(*refusal);
    }
    auto read = read_reply(std::get<JsonObject>(body), closing);
    if (auto* refusal = std::get_if<Response>(&read)) {
        co_return std::move(*refusal);
    }
    auto& reply = std::get<desk::ExpertReply>(read);
    const auto& account = std::get<Identity>(admitted).account;
    reply.ticket = *number;
    reply.author = account.display_name;
    reply.account = account.name;
    reply.close = closing;
    auto write = [this, &reply, closing] {
        reply.at = parts_.clock.now();
        return closing ? parts_.tickets.close(reply) : parts_.tickets.reply(reply);
    };
    const auto replied = co_await net::offload(parts_.pool, std::move(write));
    if (replied.outcome == ReplyOutcome::no_such_ticket || !replied.ticket) {
        co_return no_such_ticket();
    }
    if (replied.outcome == ReplyOutcome::version_conflict) {
        co_return problem_with(409, "version_conflict",
                               "Phiếu này vừa có thay đổi. Xin xem lại trước khi gửi.", "ticket",
                               ticket_view(*replied.ticket));
    }
    if (replied.outcome == ReplyOutcome::stored) {
        parts_.changed(*replied.ticket);
    }
    co_return json_response(200, JsonObject{{"ticket", ticket_view(*replied.ticket)}});
}

}  // namespace reformdesk::api
