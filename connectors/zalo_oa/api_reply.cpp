#include "connectors/zalo_oa/api_reply.hpp"

#include "connectors/json_fields.hpp"
#include "connectors/plain_text.hpp"
#include "connectors/zalo_oa/whole_number.hpp"

namespace reformdesk::connectors::zalo_oa {

namespace {

using wire::Json;
using wire::JsonArray;

constexpr std::size_t longest_name = 512;

std::string line_at(const Json& object, std::string_view key, std::size_t most_bytes = longest_name) {
    return first_line(object, {{key}}, most_bytes);
}

std::string id_at(const Json& object, std::string_view key) {
    return first_id(object, {{key}});
}

std::optional<bool> flag_at(const Json& object, std::string_view key) {
    const auto* value = object.find(key);
    return value == nullptr ? std::nullopt : value->boolean();
}

std::optional<std::int64_t> number_at(const Json& object, Path path) {
    return whole_number(find(object, path));
}

std::optional<Timestamp> time_at(const Json& object, std::string_view key) {
    const auto milliseconds = number_at(object, {key});
    return milliseconds ? std::optional(Timestamp(std::chrono::milliseconds(*milliseconds))) : std::nullopt;
}

const JsonArray* list_at(const Json& object, std::string_view key) {
    const auto* list = object.find(key);
    return list == nullptr ? nullptr : list->array();
}

HistoryItem history_item(const Json& item) {
    HistoryItem read;
    read.message_id = id_at(item, "message_id");
    read.from_id = id_at(item, "from_id");
    if (const auto source = number_at(item, {"src"})) {
        read.from_account = *source == 0;
    }
    read.time = time_at(item, "time");
    read.text = item.text_at("message").value_or("");
    return read;
}

GroupInfo group_of(const Json& group) {
    GroupInfo info;
    info.group_id = id_at(group, "group_id");
    info.name = line_at(group, "name");
    info.link = line_at(group, "group_link", longest_url);
    info.enabled = line_at(group, "status") != "disabled";
    info.members = number_at(group, {"total_member"});
    return info;
}

}  // namespace

std::optional<ApiReply> read_reply(const HttpResponse& response) {
    const auto parsed = wire::parse(response.body);
    const auto* envelope = std::get_if<Json>(&parsed);
    const auto code = envelope == nullptr ? std::nullopt : whole_number(envelope->find("error"));
    if (!code) {
        return std::nullopt;
    }
    const auto* data = envelope->find("data");
    return ApiReply{*code, data == nullptr ? Json() : *data};
}

SentMessage sent_message(const Json& data) {
    SentMessage sent;
    sent.message_id = first_id(data, {{"message_id"}, {"msg_id"}});
    sent.quota_type = first_line(data, {{"quota", "quota_type"}}, longest_name);
    sent.quota_remain = number_at(data, {"quota", "remain"});
    return sent;
}

std::string uploaded(const Json& data) {
    const auto id = first_line(data, {{"attachment_id"}, {"token"}}, longest_url);
    return id.find(' ') == std::string::npos ? id : std::string();
}

UserDetail user_detail(const Json& data) {
    UserDetail user;
    user.user_id = id_at(data, "user_id");
    user.display_name = line_at(data, "display_name");
    user.avatar = line_at(data, "avatar", longest_url);
    user.last_interaction = line_at(data, "user_last_interaction_date");
    user.is_follower = flag_at(data, "user_is_follower");
    return user;
}

MessageQuota message_quota(const Json& data) {
    return {time_at(data, "last_interaction"), number_at(data, {"cs_reply", "remain"}),
            number_at(data, {"cs_reply", "total"})};
}

AccountInfo account_info(const Json& data) {
    AccountInfo account;
    account.oa_id = first_id(data, {{"oa_id"}, {"oaid"}});
    account.name = line_at(data, "name");
    account.package_name = line_at(data, "package_name");
    account.is_verified = flag_at(data, "is_verified");
    return account;
}

std::optional<std::vector<HistoryItem>> history(const Json& data) {
    const auto* items = data.array();
    if (items == nullptr) {
        return std::nullopt;
    }
    std::vector<HistoryItem> read;
    for (const auto& item : *items) {
        read.push_back(history_item(item));
    }
    return read;
}

GroupInfo group_info(const Json& data) {
    const auto* info = data.find("group_info");
    return group_of(info == nullptr ? data : *info);
}

GroupList group_list(const Json& data) {
    GroupList list;
    if (const auto* groups = list_at(data, "groups")) {
        for (const auto& group : *groups) {
            list.groups.push_back(group_of(group));
        }
    }
    list.total = number_at(data, {"total"});
    return list;
}

std::vector<GroupMember> group_members(const Json& data) {
    std::vector<GroupMember> members;
    if (const auto* found = list_at(data, "members")) {
        for (const auto& member : *found) {
            const auto account = id_at(member, "oa_id");
            const auto person = first_id(member, {{"user_id"}, {"id"}});
            members.push_back(
                {account.empty() ? person : account, line_at(member, "name"), !account.empty()});
        }
    }
    return members;
}

}  // namespace reformdesk::connectors::zalo_oa
