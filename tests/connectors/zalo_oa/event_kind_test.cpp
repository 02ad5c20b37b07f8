// Every event name that a source attests, with what it means.
#include "connectors/zalo_oa/event_kind.hpp"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {

void PrintTo(const EventClass& event, std::ostream* out) {
    *out << to_string(event.kind) << " " << to_string(event.place) << " " << to_string(event.content);
}

namespace {

EventClass message(EventKind kind, Place place, ContentKind content) {
    return {kind, place, content};
}

struct Content {
    std::string ending;
    ContentKind content;
};

const std::vector<Content> contents = {
    {"text", ContentKind::text},       {"image", ContentKind::image},
    {"gif", ContentKind::gif},         {"link", ContentKind::link},
    {"audio", ContentKind::audio},     {"video", ContentKind::video},
    {"sticker", ContentKind::sticker}, {"location", ContentKind::location},
    {"file", ContentKind::file},       {"business_card", ContentKind::business_card},
    {"list", ContentKind::list},
};

TEST(EventNames, MessagesOfPeople) {
    for (const auto& [ending, content] : contents) {
        EXPECT_EQ(classify("user_send_" + ending),
                  message(EventKind::user_message, Place::one_to_one, content));
        EXPECT_EQ(classify("user_send_group_" + ending),
                  message(EventKind::user_message, Place::group, content));
        EXPECT_EQ(classify("anonymous_send_" + ending),
                  message(EventKind::user_message, Place::anonymous, content));
    }
}

TEST(EventNames, EchoesOfTheAccount) {
    for (const auto& [ending, content] : contents) {
        EXPECT_EQ(classify("oa_send_" + ending), message(EventKind::oa_message, Place::one_to_one, content));
        EXPECT_EQ(classify("oa_send_group_" + ending), message(EventKind::oa_message, Place::group, content));
        EXPECT_EQ(classify("oa_send_anonymous_" + ending),
                  message(EventKind::oa_message, Place::anonymous, content));
    }
}

TEST(EventNames, ANewSortOfMessageIsAMessage) {
    EXPECT_EQ(classify("user_send_poll"),
              message(EventKind::user_message, Place::one_to_one, ContentKind::other));
    EXPECT_EQ(classify("user_send_group_poll"),
              message(EventKind::user_message, Place::group, ContentKind::other));
    EXPECT_EQ(classify("oa_send_template"),
              message(EventKind::oa_message, Place::one_to_one, ContentKind::other));
    EXPECT_EQ(classify("user_send_none"),
              message(EventKind::user_message, Place::one_to_one, ContentKind::other));
}

struct Named {
    std::string name;
    EventKind kind;
};

TEST(EventNames, EverythingElseBetweenTwo) {
    const std::vector<Named> names = {
        {"user_seen_message", EventKind::seen},
        {"user_received_message", EventKind::received},
        {"user_reacted_message", EventKind::user_reaction},
        {"oa_reacted_message", EventKind::oa_reaction},
        {"follow", EventKind::follow},
        {"unfollow", EventKind::unfollow},
        {"user_click_chatnow", EventKind::chat_now},
        {"user_submit_info", EventKind::info_submitted},
        {"add_user_to_tag", EventKind::tag_added},
        {"remove_user_from_tag", EventKind::tag_removed},
        {"remove_tag", EventKind::tag_deleted},
        {"update_user_info", EventKind::user_info_updated},
        {"user_withdraw", EventKind::user_withdrew},
        {"user_feedback", EventKind::feedback},
        {"user_click_response_button", EventKind::response_button},
        {"change_template_status", EventKind::template_status},
        {"change_template_quality", EventKind::template_quality},
        {"change_oa_daily_quota", EventKind::quota_changed},
        {"oa_send_consent", EventKind::consent_request},
        {"user_reply_consent", EventKind::consent_reply},
        {"user_call_oa", EventKind::user_called},
        {"oa_call_user", EventKind::oa_called},
        {"widget_interaction_accepted", EventKind::widget_accepted},
        {"widget_failed_to_sync_user_external_id", EventKind::widget_sync_failed},
    };
    for (const auto& [name, kind] : names) {
        EXPECT_EQ(classify(name), message(kind, Place::one_to_one, ContentKind::none)) << name;
    }
}

// Two sources disagree about leaving, accepting and rejecting.
TEST(EventNames, LifeOfAGroup) {
    const std::vector<Named> names = {
        {"create_group", EventKind::group_created},
        {"delete_group", EventKind::group_deleted},
        {"update_group_info", EventKind::group_updated},
        {"user_join_group", EventKind::group_joined},
        {"user_out_group", EventKind::group_left},
        {"user_leave_group", EventKind::group_left},
        {"user_request_join_group", EventKind::join_requested},
        {"accept_request_join_group", EventKind::join_accepted},
        {"react_request_join_group_accept", EventKind::join_accepted},
        {"reject_request_join_group", EventKind::join_rejected},
        {"react_request_join_group_reject", EventKind::join_rejected},
        {"add_group_admin", EventKind::group_admin_added},
        {"remove_group_admin", EventKind::group_admin_removed},
    };
    for (const auto& [name, kind] : names) {
        EXPECT_EQ(classify(name), message(kind, Place::group, ContentKind::none)) << name;
    }
}

TEST(EventNames, OthersAreUnknown) {
    for (const auto* name : {"", "user_send_", "User_Send_Text", "user_send", " follow", "follow ",
                             "user_click_button", "hub.challenge"}) {
        EXPECT_EQ(classify(name), EventClass()) << name;
    }
}

TEST(EventNames, KindsHaveNamesOfTheirOwn) {
    std::vector<std::string_view> names;
    for (int kind = 0; kind <= static_cast<int>(EventKind::group_admin_removed); ++kind) {
        names.push_back(to_string(static_cast<EventKind>(kind)));
        EXPECT_FALSE(names.back().empty()) << kind;
    }
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
    EXPECT_EQ(to_string(EventKind::group_admin_removed), "group_admin_removed");
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
