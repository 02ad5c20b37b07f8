#include "connectors/zalo_bot/client.hpp"

#include "connectors/plain_text.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace reformdesk::connectors::zalo_bot {

namespace asio = boost::asio;
using wire::Json;
using wire::JsonObject;

namespace {

constexpr std::chrono::seconds poll_margin{5};
constexpr std::chrono::seconds photo_deadline{150};
constexpr std::chrono::seconds typing_deadline{5};
constexpr std::size_t shortest_secret =
    8;  // in shorter ones there is no secret, but perhaps an ordinary word
constexpr std::size_t longest_detail = 200;

// Of characters that stand in a URL's path as they are.
bool can_be_token(std::string_view text) {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' ||
               c == '-' || c == '_';
    };
    return !text.empty() && text.size() <= 512 && std::all_of(text.begin(), text.end(), good);
}

bool can_be_base_url(std::string_view text) {
    return web_url(text) == text && !text.empty() && text.find_first_of("?#@") == std::string_view::npos;
}

Nothing read_nothing(const Json&) {
    return {};
}

void black_out(std::string& text, std::string_view secret) {
    if (secret.size() < shortest_secret) {
        return;
    }
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
        text.replace(at, secret.size(), "***");
    }
}

}  // namespace

Client::Client(HttpClient& http, const ClientOptions& options)
    : http_(http), token_(options.token), base_url_(options.base_url) {
    while (base_url_.ends_with('/')) {
        base_url_.pop_back();
    }
    if (!can_be_token(token_)) {
        throw std::invalid_argument("Token của Zalo Bot trống hoặc có ký tự lạ.");
    }
    if (!can_be_base_url(base_url_)) {
        throw std::invalid_argument("Địa chỉ API của Zalo Bot phải có dạng https://máy-chủ.");
    }
}

// What Zalo or a proxy says may repeat the URL or what was sent.
std::string Client::detail(const Call& call, std::string why) const {
    black_out(why, token_);
    black_out(why, std::string_view(token_).substr(token_.find(':') + 1));
    for (const auto& [name, value] : call.parameters) {
        if (const auto* text = value.text()) {
            black_out(why, *text);
        }
    }
    return call.method + ": " + plain_line(why, longest_detail);
}

template <class Value>
asio::awaitable<Reply<Value>> Client::perform(Call call, Value (*read)(const Json&)) {
    HttpRequest request;
    request.method = "POST";
    request.url = base_url_ + "/bot" + token_ + "/" + call.method;
    request.headers.emplace_back("content-type", "application/json");
    request.body = wire::write(call.parameters);
    request.deadline = call.deadline;
    const HttpResult result = co_await http_.request(std::move(request));

    Reply<Value> reply;
    if (result.failure != HttpFailure::none) {
        const bool not_sent = result.failure == HttpFailure::not_sent;
        reply.outcome = not_sent ? CallOutcome::not_sent : CallOutcome::unknown;
        reply.detail = detail(call, result.detail);
        co_return reply;
    }
    const auto answer = read_answer(result.response);
    reply.outcome = answer.outcome;
    reply.retry_after = answer.retry_after;
    if (answer.outcome == CallOutcome::done) {
        reply.value = read(answer.result);
        co_return reply;
    }
    const auto code = answer.code == 0 ? std::string() : std::to_string(answer.code) + " ";
    reply.detail = detail(call, code + answer.description);
    co_return reply;
}

asio::awaitable<Reply<Profile>> Client::get_me() {
    return perform(Call{"getMe"}, read_profile);
}

asio::awaitable<Reply<std::vector<Event>>> Client::get_updates(std::chrono::seconds wait) {
    // Documented and used as text.
    Call call{"getUpdates", {{"timeout", std::to_string(wait.count())}}, wait + poll_margin};
    return perform(std::move(call), read_updates);
}

asio::awaitable<Reply<Webhook>> Client::set_webhook(std::string url, std::string secret) {
    return perform(Call{"setWebhook", {{"url", std::move(url)}, {"secret_token", std::move(secret)}}},
                   read_webhook);
}

asio::awaitable<Reply<Nothing>> Client::delete_webhook() {
    return perform(Call{"deleteWebhook"}, read_nothing);
}

asio::awaitable<Reply<Webhook>> Client::get_webhook_info() {
    return perform(Call{"getWebhookInfo"}, read_webhook);
}

asio::awaitable<Reply<WebhookCheck>> Client::test_webhook() {
    return perform(Call{"testWebhook"}, read_webhook_check);
}

asio::awaitable<Reply<SentMessage>> Client::send_message(std::string chat, std::string text) {
    return perform(Call{"sendMessage", {{"chat_id", std::move(chat)}, {"text", std::move(text)}}},
                   read_sent_message);
}

asio::awaitable<Reply<SentMessage>> Client::send_photo(std::string chat, std::string url,
                                                       std::string caption) {
    Call call{"sendPhoto", {{"chat_id", std::move(chat)}, {"photo", std::move(url)}}, photo_deadline};
    if (!caption.empty()) {
        call.parameters.emplace_back("caption", std::move(caption));
    }
    return perform(std::move(call), read_sent_message);
}

asio::awaitable<Reply<Nothing>> Client::send_typing(std::string chat) {
    Call call{"sendChatAction", {{"chat_id", std::move(chat)}, {"action", "typing"}}, typing_deadline};
    return perform(std::move(call), read_nothing);
}

}  // namespace reformdesk::connectors::zalo_bot
