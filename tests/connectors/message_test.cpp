#include "connectors/message.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors {
namespace {

TEST(Channel, NamesReadBack) {
    for (const auto channel : {Channel::web_chat, Channel::api, Channel::zalo_oa, Channel::zalo_bot}) {
        EXPECT_EQ(parse_channel(to_string(channel)), channel);
    }
    EXPECT_EQ(to_string(Channel::web_chat), "web_chat");
}

TEST(Channel, OtherNamesAreNone) {
    for (const auto* name : {"", "web", "WEB_CHAT", "zalo", "api "}) {
        EXPECT_FALSE(parse_channel(name)) << name;
    }
}

TEST(DeliveryReason, NamesReadBack) {
    for (int value = 0; value <= static_cast<int>(DeliveryReason::unreachable); ++value) {
        const auto reason = static_cast<DeliveryReason>(value);
        ASSERT_FALSE(to_string(reason).empty()) << value;
        EXPECT_EQ(parse_delivery_reason(to_string(reason)), reason);
    }
    EXPECT_FALSE(parse_delivery_reason("gone"));
}

}  // namespace
}  // namespace reformdesk::connectors
