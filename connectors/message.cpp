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

}  // namespace

std::string_view to_string(Channel channel) {
    for (const auto& [value, name] : channel_names) {
        if (value == channel) {
            return name;
        }
    }
    return {};
}

std::optional<Channel> parse_channel(std::string_view name) {
    for (const auto& [value, known] : channel_names) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace reformdesk::connectors
