#include "connectors/message.hpp"

#include <array>
#include <utility>

namespace reformdesk::connectors {

namespace {

constexpr std::array<std::pair<Channel, std::string_view>, 4> channel_names{{
    {Channel::web_chat, "web_chat"},
    {Channel::api, "api"},
    {Channel::zalo_oa, "zalo_oa"},
    {Channel::zalo_bot, "zalo_bot"},
}};

constexpr std::array<std::pair<DeliveryReason, std::string_view>, 10> reason_names{{
    {DeliveryReason::none, "none"},
    {DeliveryReason::rate_limited, "rate_limited"},
    {DeliveryReason::night, "night"},
    {DeliveryReason::out_of_quota, "out_of_quota"},
    {DeliveryReason::window_closed, "window_closed"},
    {DeliveryReason::blocked, "blocked"},
    {DeliveryReason::group_gone, "group_gone"},
    {DeliveryReason::invalid, "invalid"},
    {DeliveryReason::operator_needed, "operator_needed"},
    {DeliveryReason::unreachable, "unreachable"},
}};

template <class Value, std::size_t Size>
std::string_view name_in(const std::array<std::pair<Value, std::string_view>, Size>& names, Value wanted) {
    for (const auto& [value, name] : names) {
        if (value == wanted) {
            return name;
        }
    }
    return {};
}

template <class Value, std::size_t Size>
std::optional<Value> value_in(const std::array<std::pair<Value, std::string_view>, Size>& names,
                              std::string_view wanted) {
    for (const auto& [value, name] : names) {
        if (name == wanted) {
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_string(Channel channel) {
    return name_in(channel_names, channel);
}

std::optional<Channel> parse_channel(std::string_view name) {
    return value_in(channel_names, name);
}

std::string_view to_string(DeliveryReason reason) {
    return name_in(reason_names, reason);
}

std::optional<DeliveryReason> parse_delivery_reason(std::string_view name) {
    return value_in(reason_names, name);
}

}  // namespace reformdesk::connectors
