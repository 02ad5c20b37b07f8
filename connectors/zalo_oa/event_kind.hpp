// What the names of Zalo's events mean.
#pragma once

#include <string_view>

namespace reformdesk::connectors::zalo_oa {

enum class EventKind {
    unknown,         ///< a name that is not in Zalo's documentation as we know it
    user_message,    ///< a person or an anonymous visitor wrote: the only kind that is answered
    oa_message,      ///< an echo: the account wrote, through an API or by a person in Zalo's own chat tool
    seen,            ///< somebody read messages
    received,        ///< a message reached somebody's phone
    phone_received,  ///< a ZNS reached a phone number: the user is that number, or its SHA-256, and no id
    user_reaction,
    oa_reaction,
    follow,
    unfollow,
    chat_now,            ///< "Nhắn tin" tapped for the first time; opens the right to write
    info_submitted,      ///< the answer to a request for name, phone and address
    tag_added,           ///< to the members
    tag_removed,         ///< from the members
    tag_deleted,         ///< as a whole
    user_info_updated,   ///< the person changed what they share
    user_withdrew,       ///< the person withdrew their consent: their data must be deleted
    feedback,            ///< on a rating template
    response_button,     ///< a quick reply of a template
    template_status,     ///< changed
    template_quality,    ///< changed
    quota_changed,       ///< the account's daily quota
    consent_request,     ///< the account asked for leave to call
    consent_reply,       ///< and what the person said
    user_called,         ///< the account
    oa_called,           ///< the person
    widget_accepted,     ///< the person agreed to the chat widget's interaction
    widget_sync_failed,  ///< a user's external id was not taken over
    group_created,
    group_deleted,
    group_updated,        ///< name, description, avatar
    group_joined,         ///< by the members
    group_left,           ///< by the members
    join_requested,       ///< by the members
    join_accepted,        ///< of the members
    join_rejected,        ///< of the members
    group_admin_added,    ///< the members
    group_admin_removed,  ///< the members
};

/// As the enumerator is written; for log and metrics.
std::string_view to_string(EventKind kind);

/// Where it happened, and so whom a reply would reach.
enum class Place { one_to_one, group, anonymous };

std::string_view to_string(Place place);

/// What a message is made of. Any of them can carry text besides.
enum class ContentKind {
    none,  ///< the event is no message
    text,
    image,
    gif,
    link,
    audio,
    video,
    sticker,
    location,
    business_card,
    file,
    list,   ///< echoes of list templates
    other,  ///< a message of a sort that we do not know yet
};

std::string_view to_string(ContentKind content);

struct EventClass {
    EventKind kind = EventKind::unknown;
    Place place = Place::one_to_one;
    ContentKind content = ContentKind::none;

    bool operator==(const EventClass&) const = default;
};

/// By name alone. "user_send_" and its like with an unknown ending is a message all the same: somebody waits.
EventClass classify(std::string_view event_name);

}  // namespace reformdesk::connectors::zalo_oa
