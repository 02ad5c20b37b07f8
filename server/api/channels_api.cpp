#include "server/api/channels_api.hpp"

#include "server/api/delivery_advice.hpp"
#include "server/api/json_body.hpp"
#include "server/api/number_text.hpp"
#include "server/api/route.hpp"
#include "server/api/time_text.hpp"

#include <utility>

namespace reformdesk::api {

namespace asio = boost::asio;
using access::Permission;
using net::RequestPointer;
using net::Response;

namespace {

constexpr std::size_t change_body_bytes = 4096;
constexpr std::size_t longest_group_name = 200;
constexpr std::int64_t most_deliveries = 200;

Json group_view(const desk::Group& group) {
    return JsonObject{{"channel", to_string(group.channel)},
                      {"id", group.id},
                      {"name", group.name},
                      {"gone", group.gone},
                      {"speaking", desk::to_string(group.speaking)}};
}

Json delivery_view(const desk::TroubledDelivery& delivery) {
    const auto words = advice_on(delivery);
    return JsonObject{{"id", delivery.delivery},
                      {"channel", to_string(delivery.channel)},
                      {"ticket", delivery.ticket ? Json(*delivery.ticket) : Json()},
                      {"text", delivery.text},
                      {"reason", to_string(delivery.reason)},
                      {"problem", words.problem},
                      {"advice", words.advice},
                      {"detail", delivery.detail},
                      {"finished", delivery.finished},
                      {"attempts", delivery.attempts},
                      {"created_at", time_text(delivery.created_at)}};
}

struct GroupChange {
    desk::Speaking speaking;
    std::optional<std::string> name;
};

// How a group is to be from now on, or what is wrong with it.
std::variant<GroupChange, Response> read_change(const net::Request& request) {
    auto body = read_object(request);
    if (auto* refusal = std::get_if<Response>(&body)) {
        return std::move(*refusal);
    }
    const Json object(std::move(std::get<JsonObject>(body)));
    const auto speaking = desk::parse_speaking(object.text_at("speaking").value_or(""));
    if (!speaking) {
        return net::problem(422, "bad_speaking", "Cách trả lời trong nhóm không đúng",
                            "Dùng when_addressed, prefix_only, also_when_sure hoặc silent.");
    }
    const auto name = object.text_at("name");
    if ((object.find("name") != nullptr && !name) || name.value_or("").size() > longest_group_name ||
        name.value_or("").find('\0') != std::string::npos) {
        return net::problem(422, "bad_name", "Tên nhóm không đúng", "Cần một dòng chữ, nhiều nhất 200 byte.");
    }
    return GroupChange{*speaking, name};
}

Response no_such_group() {
    return net::problem(404, "no_such_group", "Không có nhóm này");
}

}  // namespace

ChannelsApi::ChannelsApi(ChannelsApiParts parts) : parts_(std::move(parts)) {}

std::vector<net::Route> ChannelsApi::routes() {
    return {
        member_route(this, "GET", "/api/v1/channels", 0, &ChannelsApi::show),
        member_route(this, "GET", "/api/v1/channels/groups", 0, &ChannelsApi::list_groups),
        member_route(this, "PUT", "/api/v1/channels/groups/{channel}/{id}", change_body_bytes,
                     &ChannelsApi::change_group),
        member_route(this, "GET", "/api/v1/channels/deliveries", 0, &ChannelsApi::list_deliveries),
        member_route(this, "POST", "/api/v1/channels/deliveries/{id}/retry", change_body_bytes,
                     &ChannelsApi::retry_delivery),
    };
}

// Everybody may see why askers hear nothing; only administrators can mend it.
asio::awaitable<Response> ChannelsApi::show(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::answer_tickets);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    auto read = [this] { return parts_.events.event_counts(connectors::Channel::zalo_oa); };
    const auto events = co_await net::offload(parts_.pool, std::move(read));
    co_return json_response(200,
                            channels_view(parts_.status(), channel_addresses(parts_.public_url), events));
}

asio::awaitable<Response> ChannelsApi::list_groups(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::manage_accounts);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    auto read = [this] { return parts_.groups.groups(); };
    const auto groups = co_await net::offload(parts_.pool, std::move(read));
    JsonArray views;
    for (const auto& group : groups) {
        views.push_back(group_view(group));
    }
    co_return json_response(200, JsonObject{{"groups", std::move(views)}});
}

asio::awaitable<Response> ChannelsApi::change_group(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::manage_accounts);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    const auto channel = connectors::parse_channel(request->parameter("channel"));
    if (!channel) {
        co_return no_such_group();
    }
    auto read = read_change(*request);
    if (auto* refusal = std::get_if<Response>(&read)) {
        co_return std::move(*refusal);
    }
    const auto& change = std::get<GroupChange>(read);
    const std::string id(request->parameter("id"));
    const auto& account = std::get<Identity>(admitted).account.name;
    auto write = [this, &channel, &id, &change, &account]() -> std::optional<desk::Group> {
        auto group = parts_.groups.group(*channel, id);
        if (group) {
            group->speaking = change.speaking;
            group->name = change.name.value_or(group->name);
            parts_.groups.put_group(*group, account, parts_.clock.now());
        }
        return group;
    };
    const auto changed = co_await net::offload(parts_.pool, std::move(write));
    if (!changed) {
        co_return no_such_group();
    }
    co_return json_response(200, JsonObject{{"group", group_view(*changed)}});
}

asio::awaitable<Response> ChannelsApi::list_deliveries(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::answer_tickets);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    const auto limit = parse_number(request->query_value("limit").value_or("50"));
    if (!limit || *limit > most_deliveries) {
        co_return net::problem(400, "bad_query", "Tham số limit không đúng", "Cần một số từ 1 đến 200.");
    }
    auto read = [this, &limit] {
        return parts_.deliveries.troubled_deliveries(static_cast<std::size_t>(*limit));
    };
    const auto deliveries = co_await net::offload(parts_.pool, std::move(read));
    JsonArray views;
    for (const auto& delivery : deliveries) {
        views.push_back(delivery_view(delivery));
    }
    co_return json_response(200, JsonObject{{"deliveries", std::move(views)}});
}

asio::awaitable<Response> ChannelsApi::retry_delivery(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::answer_tickets);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    const auto id = parse_number(request->parameter("id"));
    const auto& account = std::get<Identity>(admitted).account.name;
    auto write = [this, &id, &account] {
        return id && parts_.deliveries.retry_delivery(*id, account, parts_.clock.now());
    };
    const bool retried = co_await net::offload(parts_.pool, std::move(write));
    if (!retried) {
        co_return net::problem(404, "no_such_delivery", "Không có tin nào như vậy đang chờ gửi lại",
                               "Có thể tin đã được gửi lại. Xin tải lại danh sách.");
    }
    parts_.retried();
    Response response;
    response.status = 204;
    co_return response;
}

}  // namespace reformdesk::api
