// The ports through which the desk keeps what channels with people, groups and events of their own need: the
// events themselves, people, groups, sent messages and experts' accounts there. Implemented in server/store;
// the contract is tests/contract.
//
// As in store.hpp: every function is one transaction, thread-safe, may block, and throws StoreError.
#pragma once

#include "server/desk/conversation.hpp"
#include "server/desk/ticket.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::desk {

/// What a channel sent, as received; written before it is acknowledged, and only then worked on.
struct ChannelEvent {
    std::int64_t id = 0;  ///< grows; 0 until stored
    connectors::Channel channel = connectors::Channel::zalo_oa;
    std::string key;   ///< idempotency key within the channel, at most 200 bytes
    std::string name;  ///< as the channel calls this sort of event, at most 64 bytes
    std::string body;  ///< raw; without a byte 0
    Timestamp received_at;
};

enum class EventOutcome {
    handled,    ///< it had its effect
    recorded,   ///< it needs none, and is kept for the record
    ignored,    ///< it is not for us: its body is not kept
    malformed,  ///< nobody could read it
};

std::string_view to_string(EventOutcome outcome);
std::optional<EventOutcome> parse_event_outcome(std::string_view name);

struct EventSettlement {
    std::int64_t event = 0;
    EventOutcome outcome = EventOutcome::handled;
    std::string reason = {};  ///< for the operator; may be empty
    bool keep_body =
        false;  ///< otherwise the body is emptied: what was written in it is nobody's business any more
};

struct EventCount {
    std::string name;
    std::string outcome;  ///< empty: not settled yet
    std::string reason;
    std::int64_t count = 0;
    Timestamp last_at;
};

class EventStore {
  public:
    virtual ~EventStore() = default;
    /// Writes those that are new, all in one transaction. Gives the id of each, in order: 0 for one whose key
    /// was taken before (also within the same call).
    virtual std::vector<std::int64_t> record_events(std::span<const ChannelEvent> events) = 0;
    /// Not settled, with greater ids, in their order.
    virtual std::vector<ChannelEvent> unsettled_events(std::int64_t after, std::size_t limit) = 0;
    /// Settling twice changes nothing.
    virtual void settle_events(std::span<const EventSettlement> settlements, Timestamp now) = 0;
    /// By name, outcome and reason; most frequent first.
    virtual std::vector<EventCount> event_counts(connectors::Channel channel) = 0;
    /// Removes settled events received before; gives how many. Their keys are forgotten with them.
    virtual std::size_t remove_events(Timestamp received_before, std::size_t limit) = 0;
};

/// A person on a channel.
struct Contact {
    connectors::Channel channel = connectors::Channel::zalo_oa;
    std::string id;            ///< the channel's id
    std::string display_name;  ///< empty: not known
    bool follows = false;
    std::optional<Timestamp> last_interaction;  ///< opens the channel's window for replies
    std::optional<Timestamp> hinted_at;         ///< when they were last told to type their question
    std::optional<Timestamp> welcomed_at;
};

class ContactStore {
  public:
    virtual ~ContactStore() = default;
    virtual std::optional<Contact> contact(connectors::Channel channel, const std::string& id) = 0;
    /// Adds or replaces; of times the later one stays, an empty name does not replace one.
    virtual void put_contact(const Contact& contact) = 0;
    /// Empties everything that the person wrote in their conversations on the channel, one to one and in
    /// groups, and forgets the contact. Numbers of tickets and what others wrote stay. Gives how many
    /// conversations.
    virtual std::size_t erase_person(connectors::Channel channel, const std::string& id,
                                     const std::string& actor, Timestamp now) = 0;
};

/// When the bot speaks in a group.
enum class Speaking {
    when_addressed,  ///< mentioned, quoted, or with a prefix
    prefix_only,
    also_when_sure,  ///< beside that, unasked, where it is very sure
    silent,
};

std::string_view to_string(Speaking speaking);
std::optional<Speaking> parse_speaking(std::string_view name);

struct Group {
    connectors::Channel channel = connectors::Channel::zalo_oa;
    std::string id;
    std::string name;   ///< empty: not known
    bool gone = false;  ///< deleted, or the account is not in it any more
    Speaking speaking = Speaking::when_addressed;
    std::vector<std::string> admins;  ///< contacts that may change the setting
    std::optional<Timestamp> last_unasked;
};

class GroupStore {
  public:
    virtual ~GroupStore() = default;
    virtual std::optional<Group> group(connectors::Channel channel, const std::string& id) = 0;
    /// Those that are not gone first, then by name and id.
    virtual std::vector<Group> groups() = 0;
    /// Adds or replaces; a changed `speaking` goes into the audit trail under the actor's name.
    virtual void put_group(const Group& group, const std::string& actor, Timestamp now) = 0;
};

/// One of our entries, found by the id that the channel gave the message.
struct SentMessage {
    std::int64_t conversation = 0;
    std::int64_t sequence = 0;
    std::optional<Timestamp> received_at;  ///< reached the asker's phone
    std::optional<Timestamp> seen_at;
};

/// A delivery that failed for good, or waits for an operator.
struct TroubledDelivery {
    std::int64_t delivery = 0;
    std::int64_t conversation = 0;
    connectors::Channel channel = connectors::Channel::zalo_oa;
    std::string external_id;
    std::int64_t sequence = 0;
    std::optional<std::int64_t> ticket;
    std::string text;
    connectors::DeliveryReason reason = connectors::DeliveryReason::none;
    std::string detail;
    bool finished = false;
    int attempts = 0;
    Timestamp created_at;
};

class DeliveryStore {
  public:
    virtual ~DeliveryStore() = default;
    virtual std::optional<SentMessage> sent_message(connectors::Channel channel,
                                                    const std::string& message_id) = 0;
    /// Unknown ids are passed over; a second receipt changes nothing.
    virtual void mark_received(connectors::Channel channel, std::span<const std::string> message_ids,
                               Timestamp at) = 0;
    virtual void mark_seen(connectors::Channel channel, std::span<const std::string> message_ids,
                           Timestamp at) = 0;
    /// Newest first.
    virtual std::vector<TroubledDelivery> troubled_deliveries(std::size_t limit) = 0;
    /// Tries a failed delivery again; false when there is no such failed delivery.
    virtual bool retry_delivery(std::int64_t delivery, const std::string& actor, Timestamp now) = 0;
};

/// An entry that is no reply to a message: a photo, a notice to an expert.
struct Addition {
    connectors::Channel channel = connectors::Channel::zalo_oa;
    std::string conversation;  ///< the channel's id; made when there is none
    EntryKind kind = EntryKind::notice;
    std::string author = {};
    std::string text;
    std::string
        key;  ///< an entry with the same key (LogEntry::source_id) in the conversation is not added again
    bool deliver = false;
    Timestamp at;
};

/// What a person of the organisation wrote to an asker in the channel's own tool.
struct OutsideReply {
    connectors::Channel channel = connectors::Channel::zalo_oa;
    std::string conversation;
    std::string author;  ///< to be shown
    std::string text;
    std::string key;  ///< idempotency key
    Timestamp at;
};

class AdditionStore {
  public:
    virtual ~AdditionStore() = default;
    /// False when it was there already.
    virtual bool append(const Addition& addition) = 0;
    /// Answers the open ticket of the conversation; or goes on with the answer that the conversation ended
    /// with, so that several messages in a row are about one ticket; or makes an answered one (reason
    /// outside_reply, the asker's last question, empty when there is none). The asker's next words go to a
    /// person then and not to the bot. Nothing is delivered. Gives the ticket; nothing when the key was taken
    /// before.
    virtual std::optional<Ticket> record_outside_reply(const OutsideReply& reply) = 0;
};

/// An account of the console and its owner's account on a channel.
struct AccountLink {
    std::int64_t account = 0;
    std::string name;  ///< login
    std::string display_name;
    connectors::Channel channel = connectors::Channel::zalo_oa;
    std::string contact;
    std::vector<std::string> topics;  ///< of the tickets to be told of; empty: all
    Timestamp linked_at;
};

class LinkStore {
  public:
    virtual ~LinkStore() = default;
    /// A code that links once; earlier ones of the account end. Only its hash is kept.
    virtual void put_link_code(const std::string& code_hash, std::int64_t account, Timestamp expires_at) = 0;
    /// Nothing when the code is unknown, used, expired, or its account is disabled. A contact has one
    /// account.
    virtual std::optional<AccountLink> redeem_link_code(const std::string& code_hash,
                                                        connectors::Channel channel,
                                                        const std::string& contact, Timestamp now) = 0;
    /// Of accounts that are not disabled.
    virtual std::optional<AccountLink> link_of(connectors::Channel channel, const std::string& contact) = 0;
    virtual std::vector<AccountLink> links() = 0;
    virtual void set_link_topics(std::int64_t account, connectors::Channel channel,
                                 std::span<const std::string> topics) = 0;
    virtual bool remove_link(std::int64_t account, connectors::Channel channel, Timestamp now) = 0;
};

/// Small values that all processes share: a channel's tokens, the key of lookup codes.
class SettingStore {
  public:
    virtual ~SettingStore() = default;
    virtual std::optional<std::string> setting(const std::string& name) = 0;
    /// Writes `value` when what is there is `expected` (nothing: when there is none); gives whether it did.
    virtual bool change_setting(const std::string& name, const std::optional<std::string>& expected,
                                const std::string& value, Timestamp now) = 0;
};

}  // namespace reformdesk::desk
