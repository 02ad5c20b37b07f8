// What Zalo's OpenAPI answers. Pure. Errors come with HTTP 200 and a code; numbers come as numbers or texts;
// a page in HTML may come with any status.
//
//   const auto reply = read_reply(response);
//   if (reply && reply->code == 0) { … sent_message(reply->data) … }
#pragma once

#include "connectors/http_client.hpp"
#include "connectors/wire/json.hpp"
#include "connectors/zalo_oa/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace reformdesk::connectors::zalo_oa {

/// Of {data, error, message}. The message is left out: nobody promises what stands in it.
struct ApiReply {
    std::int64_t code = 0;  ///< 0: done
    wire::Json data = {};   ///< null when there is none
};

/// Nothing when the body isn't such an object: nobody knows then whether the call had an effect.
std::optional<ApiReply> read_reply(const HttpResponse& response);

// What `data` holds. What is missing is empty; nothing is demanded that Zalo announced to change.

struct SentMessage {
    std::string message_id;
    std::string quota_type;                    ///< "reply", "sub_quota", …
    std::optional<std::int64_t> quota_remain;  ///< of that quota
};
SentMessage sent_message(const wire::Json& data);

/// The attachment id of an image or GIF, or the token of a file.
std::string uploaded(const wire::Json& data);

struct UserDetail {
    std::string user_id;
    std::string display_name;
    std::string avatar;            ///< URL
    std::string last_interaction;  ///< "DD/MM/YYYY"
    std::optional<bool> is_follower;
};
UserDetail user_detail(const wire::Json& data);

struct MessageQuota {
    std::optional<Timestamp> last_interaction;
    std::optional<std::int64_t> reply_remain;  ///< consultation messages
    std::optional<std::int64_t> reply_total;
};
MessageQuota message_quota(const wire::Json& data);

struct AccountInfo {
    std::string oa_id;
    std::string name;
    std::string package_name;
    std::optional<bool> is_verified;
};
AccountInfo account_info(const wire::Json& data);

struct HistoryItem {
    std::string message_id;
    std::string from_id;
    std::optional<bool> from_account;  ///< by `src`; empty: not said
    std::optional<Timestamp> time;
    std::string text;
};
/// In the order in which they came; nothing when there is no list.
std::optional<std::vector<HistoryItem>> history(const wire::Json& data);

struct GroupInfo {
    std::string group_id;
    std::string name;
    std::string link;
    bool enabled = true;
    std::optional<std::int64_t> members;
};
GroupInfo group_info(const wire::Json& data);

struct GroupList {
    std::vector<GroupInfo> groups;
    std::optional<std::int64_t> total;
};
GroupList group_list(const wire::Json& data);

struct GroupMember {
    std::string id;
    std::string name;
    bool is_account = false;  ///< the Official Account itself
};
std::vector<GroupMember> group_members(const wire::Json& data);

}  // namespace reformdesk::connectors::zalo_oa
