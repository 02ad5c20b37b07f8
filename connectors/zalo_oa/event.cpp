#include "connectors/zalo_oa/event.hpp"

#include "connectors/json_fields.hpp"
#include "connectors/plain_text.hpp"
#include "connectors/zalo_oa/addressing.hpp"

#include <charconv>

namespace reformdesk::connectors::zalo_oa {

using wire::Json;

namespace {

constexpr wire::JsonLimits event_limits{longest_event, 16, 20'000};
constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_line = 300;

// Who stands in `sender`; the other side stands in `recipient`.
bool is_from_account(EventKind kind) {
    switch (kind) {
        case EventKind::oa_message:
        case EventKind::oa_reaction:
        case EventKind::phone_received:
        case EventKind::consent_request:
        case EventKind::oa_called:
            return true;
        default:
            return false;
    }
}

bool is_receipt(EventKind kind) {
    return kind == EventKind::seen || kind == EventKind::received || kind == EventKind::phone_received;
}

void classify_event(Event& event, const Json& body) {
    const auto [kind, place, content] = classify(event.name);
    event.kind = kind;
    event.place = place;
    event.content = content;
    const bool tracked = find(body, {"message", "tracking_id"}) || find(body, {"message", "delivery_time"});
    if (kind == EventKind::received && tracked) {
        event.kind = EventKind::phone_received;
    }
}

// A group that is named as such makes any event one of a group: nothing personal may be replied there.
void read_place(Event& event, const Json& body) {
    event.group = first_id(body, {{"group_id"}, {"recipient", "group_id"}, {"message", "group_id"}});
    if (!event.group.empty()) {
        event.place = Place::group;
    }
}

void read_account(Event& event, const Json& body) {
    event.oa_id = first_id(body, {{"oa_id"}});
    if (!event.oa_id.empty()) {
        return;
    }
    if (is_from_account(event.kind)) {
        event.oa_id = first_id(body, {{"sender", "id"}});
        return;
    }
    const auto recipient = first_id(body, {{"recipient", "id"}});
    const bool may_be_group =
        event.place == Place::group && (event.group.empty() || event.group == recipient);
    event.oa_id = may_be_group ? std::string() : recipient;
}

void read_unnamed_group(Event& event, const Json& body) {
    if (event.place != Place::group || !event.group.empty()) {
        return;
    }
    event.group = first_id(body, {{"recipient", "id"}});
    if (event.group.empty() || event.group == event.oa_id) {
        event.group = first_id(body, {{"message", "conversation_id"}});
    }
}

std::string person_in(const Event& event, const Json& body) {
    if (event.place == Place::anonymous) {
        auto id = first_id(body, {{"sender", "anonymous_id"},
                                  {"recipient", "anonymous_id"},
                                  {"message", "anonymous_id"},
                                  {"anonymous_id"}});
        if (!id.empty()) {
            return id;
        }
    }
    if (!is_from_account(event.kind)) {
        return first_id(body, {{"follower", "id"}, {"sender", "id"}, {"user_id"}});
    }
    // In a group the recipient is the group.
    return event.place == Place::group ? std::string() : first_id(body, {{"recipient", "id"}, {"user_id"}});
}

void read_person(Event& event, const Json& body) {
    event.user = person_in(event, body);
    if (event.user == event.oa_id) {
        event.user.clear();
    }
    event.user_by_app = first_id(body, {{"user_id_by_app"}});
    event.by_person =
        event.kind == EventKind::oa_message && !first_id(body, {{"sender", "admin_id"}}).empty();
    if (event.place == Place::anonymous) {
        event.anonymous_conversation = first_id(
            body, {{"message", "conversation_id"}, {"conversation_id"}, {"recipient", "conversation_id"}});
    }
}

// Ids that stand in a list as they are, or as {"id":…}.
void add_ids(std::vector<std::string>& ids, const Json* list) {
    const auto* array = list == nullptr ? nullptr : list->array();
    if (array == nullptr) {
        return;
    }
    for (const auto& item : *array) {
        auto id = item.object() != nullptr ? first_id(item, {{"id"}, {"user_id"}}) : id_of(&item);
        if (!id.empty()) {
            ids.push_back(std::move(id));
        }
    }
}

void read_ids(Event& event, const Json& body) {
    event.message_id = first_id(body, {{"message", "msg_id"}, {"message", "message_id"}});
    event.quote_id = first_id(body, {{"message", "quote_msg_id"}, {"message", "quote_message_id"}});
    add_ids(event.members, find(body, {"users"}));
    add_ids(event.members, find(body, {"tag", "user_ids"}));
    if (is_receipt(event.kind)) {
        add_ids(event.message_ids, find(body, {"message", "msg_ids"}));
        if (event.message_ids.empty() && !event.message_id.empty()) {
            event.message_ids.push_back(event.message_id);
        }
    }
}

void read_content(Event& event, const Json& body) {
    const auto* message = body.find("message");
    if (message == nullptr) {
        return;
    }
    event.text = plain_text(message->text_at("text").value_or(""));
    event.attachments = read_attachments(*message, event.content);
    if (event.place == Place::group) {
        event.mentions = mentioned_ids(event.text);
    }
}

std::string detail_of(EventKind kind, const Json& body) {
    switch (kind) {
        case EventKind::user_reaction:
        case EventKind::oa_reaction:
            return first_line(body, {{"message", "react_icon"}}, longest_line);
        case EventKind::follow:
        case EventKind::unfollow:
            return first_line(body, {{"source"}}, longest_line);
        case EventKind::tag_added:
        case EventKind::tag_removed:
        case EventKind::tag_deleted:
            return first_line(body, {{"tag", "name"}}, longest_line);
        case EventKind::user_info_updated:
            return first_line(body, {{"data", "method"}}, longest_line);
        case EventKind::consent_reply:
            return first_line(body, {{"user_consent"}}, longest_line);
        case EventKind::user_called:
        case EventKind::oa_called:
            return first_line(body, {{"status_code"}}, longest_line);
        default:
            return {};
    }
}

SubmittedInfo read_info(const Json& info) {
    const auto line = [&info](std::initializer_list<Path> paths) {
        return first_line(info, paths, longest_line);
    };
    SubmittedInfo submitted;
    submitted.name = line({{"name"}});
    submitted.phone = line({{"phone"}});
    submitted.birthday = line({{"user_dob"}});
    submitted.gender = line({{"gender"}});
    submitted.city = line({{"full_address", "user_city"}, {"city"}});
    submitted.district = line({{"full_address", "user_district"}, {"district"}});
    submitted.ward = line({{"full_address", "user_ward"}, {"ward"}});
    submitted.address = line({{"full_address", "user_address"}, {"address"}});
    return submitted;
}

Event read_event(const Json& body) {
    Event event;
    event.name = first_line(body, {{"event_name"}}, longest_name);
    event.app_id = first_id(body, {{"app_id"}});
    event.timestamp = id_of(body.find("timestamp"));
    event.time_ms = time_in(event.timestamp);
    classify_event(event, body);
    read_place(event, body);
    read_account(event, body);
    read_unnamed_group(event, body);
    read_person(event, body);
    read_ids(event, body);
    read_content(event, body);
    event.detail = detail_of(event.kind, body);
    if (event.kind == EventKind::info_submitted && body.find("info") != nullptr) {
        event.info = read_info(*body.find("info"));
    }
    return event;
}

}  // namespace

std::variant<Event, wire::JsonProblem> parse_event(std::string_view body) {
    const auto parsed = wire::parse(body, event_limits);
    if (const auto* problem = std::get_if<wire::JsonProblem>(&parsed)) {
        return *problem;
    }
    const auto& json = std::get<Json>(parsed);
    if (json.object() == nullptr) {
        return wire::JsonProblem{0, "không phải một đối tượng JSON"};
    }
    return read_event(json);
}

std::int64_t time_in(std::string_view timestamp) {
    std::int64_t value = 0;
    const auto* end = timestamp.data() + timestamp.size();
    const auto result = std::from_chars(timestamp.data(), end, value);
    if (result.ec != std::errc{} || result.ptr != end) {
        return 0;
    }
    constexpr std::int64_t first_second = 1'000'000'000;  // of September 2001
    const auto in_range = [value](std::int64_t first) { return value >= first && value < first * 10; };
    if (in_range(first_second)) {
        return value * 1000;
    }
    if (in_range(first_second * 1000)) {
        return value;
    }
    return in_range(first_second * 1'000'000) ? value / 1000 : 0;
}

}  // namespace reformdesk::connectors::zalo_oa
