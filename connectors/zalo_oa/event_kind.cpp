#include "connectors/zalo_oa/event_kind.hpp"

#include <array>
#include <utility>

namespace reformdesk::connectors::zalo_oa {

namespace {

constexpr auto kind_names = std::to_array<std::pair<EventKind, std::string_view>>({
    {EventKind::unknown, "unknown"},
    {EventKind::user_message, "user_message"},
    {EventKind::oa_message, "oa_message"},
    {EventKind::seen, "seen"},
    {EventKind::received, "received"},
    {EventKind::phone_received, "phone_received"},
    {EventKind::user_reaction, "user_reaction"},
    {EventKind::oa_reaction, "oa_reaction"},
    {EventKind::follow, "follow"},
    {EventKind::unfollow, "unfollow"},
    {EventKind::chat_now, "chat_now"},
    {EventKind::info_submitted, "info_submitted"},
    {EventKind::tag_added, "tag_added"},
    {EventKind::tag_removed, "tag_removed"},
    {EventKind::tag_deleted, "tag_deleted"},
    {EventKind::user_info_updated, "user_info_updated"},
    {EventKind::user_withdrew, "user_withdrew"},
    {EventKind::feedback, "feedback"},
    {EventKind::response_button, "response_button"},
    {EventKind::template_status, "template_status"},
    {EventKind::template_quality, "template_quality"},
    {EventKind::quota_changed, "quota_changed"},
    {EventKind::consent_request, "consent_request"},
    {EventKind::consent_reply, "consent_reply"},
    {EventKind::user_called, "user_called"},
    {EventKind::oa_called, "oa_called"},
    {EventKind::widget_accepted, "widget_accepted"},
    {EventKind::widget_sync_failed, "widget_sync_failed"},
    {EventKind::group_created, "group_created"},
    {EventKind::group_deleted, "group_deleted"},
    {EventKind::group_updated, "group_updated"},
    {EventKind::group_joined, "group_joined"},
    {EventKind::group_left, "group_left"},
    {EventKind::join_requested, "join_requested"},
    {EventKind::join_accepted, "join_accepted"},
    {EventKind::join_rejected, "join_rejected"},
    {EventKind::group_admin_added, "group_admin_added"},
    {EventKind::group_admin_removed, "group_admin_removed"},
});

constexpr auto place_names = std::to_array<std::pair<Place, std::string_view>>({
    {Place::one_to_one, "one_to_one"},
    {Place::group, "group"},
    {Place::anonymous, "anonymous"},
});

// The names of contents are also the endings of Zalo's event names.
constexpr auto content_names = std::to_array<std::pair<ContentKind, std::string_view>>({
    {ContentKind::none, "none"},
    {ContentKind::text, "text"},
    {ContentKind::image, "image"},
    {ContentKind::gif, "gif"},
    {ContentKind::link, "link"},
    {ContentKind::audio, "audio"},
    {ContentKind::video, "video"},
    {ContentKind::sticker, "sticker"},
    {ContentKind::location, "location"},
    {ContentKind::business_card, "business_card"},
    {ContentKind::file, "file"},
    {ContentKind::list, "list"},
    {ContentKind::other, "other"},
});

// Where two sources disagree about a name, both stand here.
constexpr auto names_of_no_messages = std::to_array<std::pair<std::string_view, EventKind>>({
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
});

struct MessageFamily {
    std::string_view prefix;
    EventKind kind;
    Place place;
};

// A prefix of another stands behind it.
constexpr auto message_families = std::to_array<MessageFamily>({
    {"user_send_group_", EventKind::user_message, Place::group},
    {"oa_send_group_", EventKind::oa_message, Place::group},
    {"anonymous_send_", EventKind::user_message, Place::anonymous},
    {"oa_send_anonymous_", EventKind::oa_message, Place::anonymous},
    {"user_send_", EventKind::user_message, Place::one_to_one},
    {"oa_send_", EventKind::oa_message, Place::one_to_one},
});

template <class Value, std::size_t Size>
std::string_view name_in(const std::array<std::pair<Value, std::string_view>, Size>& names, Value wanted) {
    for (const auto& [value, name] : names) {
        if (value == wanted) {
            return name;
        }
    }
    return {};
}

ContentKind content_called(std::string_view ending) {
    for (const auto& [content, name] : content_names) {
        if (name == ending && content != ContentKind::none) {
            return content;
        }
    }
    return ContentKind::other;
}

// Kinds of groups stand last.
Place place_of(EventKind kind) {
    return kind >= EventKind::group_created ? Place::group : Place::one_to_one;
}

}  // namespace

std::string_view to_string(EventKind kind) {
    return name_in(kind_names, kind);
}

std::string_view to_string(Place place) {
    return name_in(place_names, place);
}

std::string_view to_string(ContentKind content) {
    return name_in(content_names, content);
}

EventClass classify(std::string_view event_name) {
    for (const auto& [name, kind] : names_of_no_messages) {
        if (name == event_name) {
            return {kind, place_of(kind), ContentKind::none};
        }
    }
    for (const auto& family : message_families) {
        if (event_name.starts_with(family.prefix) && event_name.size() > family.prefix.size()) {
            return {family.kind, family.place, content_called(event_name.substr(family.prefix.size()))};
        }
    }
    return {};
}

}  // namespace reformdesk::connectors::zalo_oa
