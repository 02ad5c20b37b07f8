// Whether the bot speaks in a group, and what a group's admin may tell it. Pure.
#pragma once

#include "server/desk/channel_store.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::desk {

/// How a message of a group reached the bot.
struct GroupAddress {
    bool mentioned = false;
    bool quoted = false;  ///< it replies to a message of the bot
    bool prefixed = false;

    bool any() const { return mentioned || quoted || prefixed; }
};

struct GroupRuleOptions {
    double sure = 0.97;                              ///< confidence from which the bot answers unasked
    std::chrono::minutes pause_between_unasked{30};  ///< at most one unasked answer in this time
};

enum class GroupVerdict {
    speak,
    keep_silent,
    speak_if_sure,  ///< ask the knowledge base; answer only from `sure` on
};

GroupVerdict judge(const Group& group, const GroupAddress& address, Timestamp now,
                   const GroupRuleOptions& options);

/// "cài đặt chỉ khi nhắc", "cài đặt tự trả lời", "cài đặt chỉ tiền tố", "cài đặt im lặng", with or without
/// diacritics; nothing for anything else.
std::optional<Speaking> speaking_command(std::string_view text);
/// "cài đặt" alone: the ways are to be listed. "Cài đặt VNeID thế nào" is a question.
bool asks_for_settings(std::string_view text);

/// A number of an identity card or a mobile telephone, an address of mail: nothing to be discussed in a
/// group. Offices' numbers, hotlines, and the numbers of documents, dossiers and tickets are none.
bool is_personal(std::string_view text);

}  // namespace reformdesk::desk
