#include "server/api/links_api.hpp"

#include "server/api/json_body.hpp"
#include "server/api/route.hpp"
#include "server/api/time_text.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace reformdesk::api {

namespace asio = boost::asio;
using access::Permission;
using net::RequestPointer;
using net::Response;

namespace {

constexpr std::size_t code_body_bytes = 64;
constexpr std::size_t topics_body_bytes = 16u << 10;
constexpr std::size_t most_topics = 100;
constexpr std::size_t longest_topic = 100;  // bytes
constexpr std::chrono::minutes code_lifetime{10};
// 32 characters without I, O, 0 and 1, so that 8 of them are 40 bits and none is taken for another.
constexpr std::string_view code_alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::size_t code_length = 8;

JsonArray texts_view(const auto& texts) {
    return {texts.begin(), texts.end()};
}

Response no_such_link() {
    return net::problem(404, "no_such_link", "Chưa có tài khoản nào được nối ở kênh này");
}

Response bad_topics() {
    return net::problem(422, "bad_topics", "Danh sách lĩnh vực không đúng",
                        "Cần nhiều nhất 100 lĩnh vực; danh sách trống nghĩa là mọi lĩnh vực.");
}

// Topics to be told of, or what is wrong with them.
std::variant<std::vector<std::string>, Response> read_topics(const net::Request& request) {
    auto body = read_object(request);
    if (auto* refusal = std::get_if<Response>(&body)) {
        return std::move(*refusal);
    }
    const Json object(std::move(std::get<JsonObject>(body)));
    const auto* member = object.find("topics");
    const auto* listed = member == nullptr ? nullptr : member->array();
    if (listed == nullptr || listed->size() > most_topics) {
        return bad_topics();
    }
    std::vector<std::string> topics;
    for (const auto& each : *listed) {
        const auto* topic = each.text();
        if (topic == nullptr || topic->empty() || topic->size() > longest_topic ||
            topic->find('\0') != std::string::npos) {
            return bad_topics();
        }
        if (std::find(topics.begin(), topics.end(), *topic) == topics.end()) {
            topics.push_back(*topic);
        }
    }
    return topics;
}

}  // namespace

std::vector<net::Route> LinksApi::routes() {
    return {
        member_route(this, "GET", "/api/v1/session/links", 0, &LinksApi::list),
        member_route(this, "POST", "/api/v1/session/link-code", code_body_bytes, &LinksApi::make_code),
        member_route(this, "PUT", "/api/v1/session/links/{channel}", topics_body_bytes,
                     &LinksApi::change_topics),
        member_route(this, "DELETE", "/api/v1/session/links/{channel}", 0, &LinksApi::remove),
    };
}

asio::awaitable<Response> LinksApi::list(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::answer_tickets);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    const auto account = std::get<Identity>(admitted).account.id;
    auto read = [this, account]() -> Json {
        JsonArray views;
        for (const auto& link : links_of(account)) {
            const auto contact = parts_.contacts.contact(link.channel, link.contact);
            views.push_back(JsonObject{{"channel", to_string(link.channel)},
                                       {"display_name", contact ? contact->display_name : std::string()},
                                       {"topics", texts_view(link.topics)},
                                       {"linked_at", time_text(link.linked_at)}});
        }
        std::set<std::string> topics;
        for (const auto& stored : parts_.articles.articles()) {
            if (!stored.article.topic.empty()) {
                topics.insert(stored.article.topic);
            }
        }
        return JsonObject{{"links", std::move(views)}, {"topics", texts_view(topics)}};
    };
    const Json shown = co_await net::offload(parts_.pool, std::move(read));
    co_return json_response(200, shown);
}

asio::awaitable<Response> LinksApi::make_code(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::answer_tickets);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    const auto account = std::get<Identity>(admitted).account.id;
    const auto code = "LK-" + access::random_text(code_alphabet, code_length);
    const auto expires_at = parts_.clock.now() + code_lifetime;
    auto write = [this, account, &code, expires_at] {
        parts_.links.put_link_code(access::hash_token(code), account, expires_at);
        return true;
    };
    co_await net::offload(parts_.pool, std::move(write));
    co_return json_response(200, JsonObject{{"code", code}, {"expires_at", time_text(expires_at)}});
}

asio::awaitable<Response> LinksApi::change_topics(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::answer_tickets);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    auto read = read_topics(*request);
    if (auto* refusal = std::get_if<Response>(&read)) {
        co_return std::move(*refusal);
    }
    const auto& topics = std::get<std::vector<std::string>>(read);
    const auto channel = connectors::parse_channel(request->parameter("channel"));
    const auto account = std::get<Identity>(admitted).account.id;
    auto write = [this, account, &channel, &topics] {
        const auto links = links_of(account);
        const bool linked = std::any_of(links.begin(), links.end(),
                                        [&channel](const auto& link) { return link.channel == channel; });
        if (linked) {
            parts_.links.set_link_topics(account, *channel, topics);
        }
        return linked;
    };
    const bool linked = co_await net::offload(parts_.pool, std::move(write));
    if (!linked) {
        co_return no_such_link();
    }
    co_return json_response(200, JsonObject{{"topics", texts_view(topics)}});
}

asio::awaitable<Response> LinksApi::remove(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::answer_tickets);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    const auto channel = connectors::parse_channel(request->parameter("channel"));
    const auto account = std::get<Identity>(admitted).account.id;
    auto write = [this, account, &channel] {
        return channel && parts_.links.remove_link(account, *channel, parts_.clock.now());
    };
    const bool removed = co_await net::offload(parts_.pool, std::move(write));
    if (!removed) {
        co_return no_such_link();
    }
    Response response;
    response.status = 204;
    co_return response;
}

std::vector<desk::AccountLink> LinksApi::links_of(std::int64_t account) {
    auto links = parts_.links.links();
    std::erase_if(links, [account](const auto& link) { return link.account != account; });
    return links;
}

}  // namespace reformdesk::api
