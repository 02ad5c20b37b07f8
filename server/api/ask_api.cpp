#include "server/api/ask_api.hpp"

#include "nlp/question.hpp"
#include "server/access/access.hpp"
#include "server/api/json_body.hpp"
#include "server/api/route.hpp"
#include "server/api/text_check.hpp"
#include "server/api/views.hpp"
#include "server/desk/answer_card.hpp"
#include "server/desk/parts.hpp"

#include <algorithm>
#include <charconv>

namespace reformdesk::api {

namespace asio = boost::asio;
using desk::EntryKind;
using net::RequestPointer;
using net::Response;

namespace {

constexpr std::size_t entries_at_once = 100;

bool is_conversation_id(std::string_view id) {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    };
    return id.size() >= 22 && id.size() <= 128 && std::all_of(id.begin(), id.end(), good);
}

bool is_idempotency_key(std::string_view key) {
    return !key.empty() && key.size() <= 128 &&
           std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
}

Json answer_view(const desk::AnswerCard& card, const std::string& text) {
    return JsonObject{{"article", card.article},
                      {"title", card.title},
                      {"text", text},
                      {"sources", sources_view(card.sources)},
                      {"valid_from", date_view(card.validity.from)},
                      {"valid_to", date_view(card.validity.to)},
                      {"in_force", card.in_force},
                      {"replaced_by", replaced_by_view(card.replaced_by)}};
}

JsonObject result(std::string_view decision, double confidence, Json answer, JsonArray choices, Json ticket) {
    return JsonObject{{"decision", decision},
                      {"confidence", confidence},
                      {"answer", std::move(answer)},
                      {"choices", std::move(choices)},
                      {"ticket", std::move(ticket)}};
}

desk::DialogKnowledge knowledge_of(const AskApiParts& parts) {
    kb_index::AskOptions options{desk::day_in_vietnam(parts.clock.now())};
    options.territory = parts.answers.territory;
    options.precision = parts.answers.precision;
    desk::DialogKnowledge knowledge;
    knowledge.article = [&parts](const std::string& id) { return parts.articles.article(id); };
    knowledge.ask = [&parts, options](const nlp::Question& question,
                                      const auto& context) -> std::optional<kb_index::Decision> {
        auto asked = options;
        asked.context = context;
        return parts.search.ask(question, asked);
    };
    return knowledge;
}

JsonArray choices_view(const kb_index::Decision& decision, desk::ArticleStore& articles) {
    JsonArray choices;
    for (const auto& id : decision.choices) {
        const auto ranked = std::find_if(decision.ranked.begin(), decision.ranked.end(),
                                         [&](const auto& candidate) { return candidate.id == id; });
        if (const auto stored = articles.article(id)) {
            const double confidence = ranked == decision.ranked.end() ? 0 : ranked->confidence;
            choices.push_back(
                JsonObject{{"article", id}, {"title", stored->article.question}, {"confidence", confidence}});
        }
    }
    return choices;
}

JsonObject decision_view(const kb_index::Decision& decision, desk::ArticleStore& articles,
                         kb_index::Date today) {
    if (decision.kind == kb_index::DecisionKind::answer && !decision.ranked.empty()) {
        const auto& best = decision.ranked.front();
        if (const auto stored = articles.article(best.id)) {
            const auto card = desk::answer_card(*stored, decision.confidence, today);
            return result("answer", decision.confidence, answer_view(card, stored->article.answer), {}, {});
        }
    }
    if (decision.kind == kb_index::DecisionKind::clarify) {
        return result("clarify", decision.confidence, {}, choices_view(decision, articles), {});
    }
    return result("escalate", decision.confidence, {}, {}, {});
}

Json& ticket_of(JsonObject& result) {
    return std::find_if(result.begin(), result.end(), [](const auto& each) { return each.first == "ticket"; })
        ->second;
}

// One part as it always was. Of several the first, with the ticket of any; and all of them beside it.
Json with_parts(std::vector<JsonObject> parts) {
    auto whole = parts.front();
    if (parts.size() == 1) {
        return whole;
    }
    JsonArray all;
    for (auto& part : parts) {
        if (ticket_of(whole).is_null()) {
            ticket_of(whole) = ticket_of(part);
        }
        all.emplace_back(std::move(part));
    }
    whole.emplace_back("parts", std::move(all));
    return whole;
}

// Asks the knowledge base without storing anything.
Json ask_once(const AskApiParts& parts, const std::string& text) {
    if (nlp::read(text).intent.kind != nlp::IntentKind::none) {
        return result("smalltalk", 1.0, {}, {}, {});
    }
    std::vector<JsonObject> views;
    for (const auto& part : desk::ask_parts(text, std::nullopt, knowledge_of(parts))) {
        views.push_back(decision_view(part.decision.value_or(kb_index::Decision()), parts.articles,
                                      desk::day_in_vietnam(parts.clock.now())));
    }
    return with_parts(std::move(views));
}

JsonObject reply_view(const desk::LogEntry& entry) {
    Json ticket;
    if (entry.ticket) {
        ticket = JsonObject{{"number", entry.ticket->number}, {"state", to_string(entry.ticket->state)}};
    }
    if (entry.kind == EntryKind::answer && entry.answer) {
        return result("answer", entry.answer->confidence, answer_view(*entry.answer, entry.text), {},
                      std::move(ticket));
    }
    if (entry.kind == EntryKind::clarification) {
        JsonArray choices;
        for (const auto& choice : entry.choices) {
            choices.push_back(JsonObject{{"article", choice.article}, {"title", choice.label}});
        }
        return result("clarify", 0, {}, std::move(choices), std::move(ticket));
    }
    if (entry.kind == EntryKind::small_talk) {
        return result("smalltalk", 1.0, {}, {}, std::move(ticket));
    }
    return result("escalate", 0, {}, {}, std::move(ticket));
}

// What the desk replied to a stored question; a settled one always has a reply.
Json replies_view(const std::vector<desk::LogEntry>& replies) {
    std::vector<JsonObject> views;
    views.reserve(replies.size());
    for (const auto& entry : replies) {
        views.push_back(reply_view(entry));
    }
    return views.empty() ? Json(result("escalate", 0, {}, {}, {})) : with_parts(std::move(views));
}

}  // namespace

AskApi::AskApi(AskApiParts parts) : parts_(std::move(parts)) {}

std::vector<net::Route> AskApi::routes() {
    constexpr std::size_t body = 16u << 10;
    return {
        member_route(this, "POST", "/api/v1/ask", body, &AskApi::ask),
        member_route(this, "GET", "/api/v1/conversations/{conversation}/entries", 0, &AskApi::entries),
    };
}

asio::awaitable<Response> AskApi::ask(RequestPointer request) {
    auto body = read_object(*request);
    if (auto* refusal = std::get_if<Response>(&body)) {
        co_return std::move(*refusal);
    }
    const auto& object = std::get<JsonObject>(body);
    const auto text = text_of(object, "text");
    if (const auto bad = problem_of_text(text)) {
        co_return net::problem(422, "bad_text", "Câu hỏi chưa dùng được", *bad);
    }
    const auto key = request->header("idempotency-key");
    if (key && !is_idempotency_key(*key)) {
        co_return net::problem(400, "bad_idempotency_key", "Tiêu đề Idempotency-Key không đúng",
                               "Dùng 1 đến 128 ký tự ASCII nhìn thấy được, không có dấu cách; hoặc bỏ hẳn "
                               "tiêu đề này nếu không cần gửi lại an toàn.");
    }
    const auto wait = parts_.rate.take("ask:" + request->peer);
    if (wait) {
        co_return too_fast_problem(*wait);
    }
    const auto conversation = text_of(object, "conversation");
    if (conversation.empty()) {
        auto once = [this, &text] { return ask_once(parts_, text); };
        const Json answer = co_await net::offload(parts_.pool, std::move(once));
        co_return json_response(200, answer);
    }
    if (!is_conversation_id(conversation)) {
        co_return net::problem(
            422, "bad_conversation", "Mã cuộc trò chuyện không đúng",
            "Dùng 22 đến 128 ký tự ngẫu nhiên trong A–Z, a–z, 0–9, gạch ngang, gạch dưới.");
    }
    connectors::InboundMessage message;
    message.channel = connectors::Channel::api;
    message.conversation = conversation;
    message.source_id = key ? std::string(*key) : access::random_token(16);
    message.text = text;
    auto accept = [this, &message] { return parts_.inbox.accept(message); };
    const auto accepted = co_await net::offload(parts_.pool, std::move(accept));
    auto process = [this, &accepted] {
        const auto settled = parts_.inbox.process(accepted.message);
        auto replies = parts_.conversations.replies(accepted.conversation, accepted.sequence);
        return std::pair(settled, std::move(replies));
    };
    const auto outcome = co_await net::offload(parts_.pool, std::move(process));
    if (outcome.first.applied && outcome.first.ticket) {
        parts_.changed(*outcome.first.ticket);
    }
    co_return json_response(200, replies_view(outcome.second));
}

asio::awaitable<Response> AskApi::entries(RequestPointer request) {
    const std::string id(request->parameter("conversation"));
    const auto after_text = request->query_value("after").value_or("0");
    std::int64_t after = 0;
    const auto end = after_text.data() + after_text.size();
    const auto parsed = std::from_chars(after_text.data(), end, after);
    if (parsed.ec != std::errc{} || parsed.ptr != end || after < 0) {
        co_return net::problem(400, "bad_query", "Tham số after không đúng", "Cần một số từ 0 trở lên.");
    }
    auto read = [this, &id, after]() -> std::optional<Json> {
        const auto found = parts_.conversations.find_conversation(connectors::Channel::api, id);
        if (!found) {
            return std::nullopt;
        }
        JsonArray views;
        for (const auto& entry : parts_.conversations.entries(found->id, after, entries_at_once)) {
            views.push_back(entry_view(entry));
        }
        return JsonObject{{"entries", std::move(views)}, {"last", found->last_sequence}};
    };
    const auto view = co_await net::offload(parts_.pool, std::move(read));
    if (!view) {
        co_return net::problem(404, "no_such_conversation", "Không có cuộc trò chuyện này");
    }
    co_return json_response(200, *view);
}

}  // namespace reformdesk::api
