// What channels with people, groups and events need, in memory: the ports of server/desk/channel_store.hpp
// beside those of DeskStore, over the same conversations.
#pragma once

#include "server/desk/channel_store.hpp"
#include "tests/fakes/desk_store.hpp"
#include "tests/fakes/link_store.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace reformdesk::fakes {

/// Thread-safe.
class ChannelStore : public DeskStore,
                     public desk::EventStore,
                     public desk::ContactStore,
                     public desk::GroupStore,
                     public desk::DeliveryStore,
                     public desk::AdditionStore,
                     public LinkStore,
                     public desk::SettingStore {
  public:
    using Channel = connectors::Channel;

    struct Event {
        desk::ChannelEvent event;
        std::optional<desk::EventSettlement> settlement;
    };
    struct AuditEntry {
        std::string actor;
        std::string action;
        std::string object;

        bool operator==(const AuditEntry&) const = default;
    };

    // For tests to look at.
    std::vector<Event> all_events() {
        const std::scoped_lock lock(mutex_);
        return events_;
    }
    std::vector<AuditEntry> audit_trail() {
        const std::scoped_lock lock(mutex_);
        return audit_;
    }

    // desk::EventStore

    std::vector<std::int64_t> record_events(std::span<const desk::ChannelEvent> events) override {
        return write([&] {
            std::vector<std::int64_t> ids;
            for (auto event : events) {
                const bool is_new = std::none_of(events_.begin(), events_.end(), [&](const Event& known) {
                    return known.event.channel == event.channel && known.event.key == event.key;
                });
                event.id = is_new ? ++last_event_ : 0;
                ids.push_back(event.id);
                if (is_new) {
                    events_.push_back({std::move(event), std::nullopt});
                }
            }
            return ids;
        });
    }

    std::vector<desk::ChannelEvent> unsettled_events(std::int64_t after, std::size_t limit) override {
        const std::scoped_lock lock(mutex_);
        std::vector<desk::ChannelEvent> found;
        for (const auto& each : events_) {
            if (!each.settlement && each.event.id > after && found.size() < limit) {
                found.push_back(each.event);
            }
        }
        return found;
    }

    void settle_events(std::span<const desk::EventSettlement> settlements, Timestamp) override {
        write([&] {
            for (const auto& settlement : settlements) {
                for (auto& each : events_) {
                    if (each.event.id == settlement.event && !each.settlement) {
                        each.settlement = settlement;
                        if (!settlement.keep_body) {
                            each.event.body.clear();
                        }
                    }
                }
            }
            return true;
        });
    }

    std::vector<desk::EventCount> event_counts(Channel channel) override {
        const std::scoped_lock lock(mutex_);
        std::map<std::tuple<std::string, std::string, std::string>, desk::EventCount> counts;
        for (const auto& [event, settlement] : events_) {
            if (event.channel == channel) {
                const std::string outcome(settlement ? desk::to_string(settlement->outcome) : "");
                const auto reason = settlement ? settlement->reason : "";
                auto& count = counts[{event.name, outcome, reason}];
                count = {event.name, outcome, reason, count.count + 1,
                         std::max(count.last_at, event.received_at)};
            }
        }
        std::vector<desk::EventCount> found;
        for (auto& [key, count] : counts) {
            found.push_back(std::move(count));
        }
        std::stable_sort(found.begin(), found.end(),
                         [](const auto& one, const auto& other) { return one.count > other.count; });
        return found;
    }

    std::size_t remove_events(Timestamp received_before, std::size_t limit) override {
        return write([&] {
            std::size_t removed = 0;
            std::erase_if(events_, [&](const Event& each) {
                const bool goes =
                    removed < limit && each.settlement && each.event.received_at < received_before;
                removed += goes ? 1 : 0;
                return goes;
            });
            return removed;
        });
    }

    // desk::ContactStore

    std::optional<desk::Contact> contact(Channel channel, const std::string& id) override {
        const std::scoped_lock lock(mutex_);
        return copy_of(contacts_, {channel, id});
    }

    void put_contact(const desk::Contact& contact) override {
        write([&] {
            const auto [found, is_new] = contacts_.try_emplace({contact.channel, contact.id}, contact);
            auto& known = found->second;
            if (!is_new) {
                known.follows = contact.follows;
                known.display_name = contact.display_name.empty() ? known.display_name : contact.display_name;
                known.last_interaction = std::max(known.last_interaction, contact.last_interaction);
                known.hinted_at = std::max(known.hinted_at, contact.hinted_at);
                known.welcomed_at = std::max(known.welcomed_at, contact.welcomed_at);
            }
            return true;
        });
    }

    /// Takes ids as they are: tests have no "/" and no "%" in theirs.
    std::size_t erase_person(Channel channel, const std::string& id, const std::string& actor,
                             Timestamp) override {
        return write([&] {
            std::size_t count = 0;
            for (auto& [number, conversation] : conversations_) {
                const auto& place = conversation.external_id;
                if (conversation.channel == channel &&
                    (place == "person:" + id || place.ends_with("/" + id))) {
                    ++count;
                    erase_words(conversation);
                }
            }
            contacts_.erase({channel, id});
            audit_.push_back({actor, "person_erased", object("contact", channel, id)});
            return count;
        });
    }

    // desk::GroupStore

    std::optional<desk::Group> group(Channel channel, const std::string& id) override {
        const std::scoped_lock lock(mutex_);
        return copy_of(groups_, {channel, id});
    }

    std::vector<desk::Group> groups() override {
        const std::scoped_lock lock(mutex_);
        std::vector<desk::Group> found;
        for (const auto& [key, group] : groups_) {
            found.push_back(group);
        }
        std::stable_sort(found.begin(), found.end(), [](const auto& one, const auto& other) {
            return std::tie(one.gone, one.name, one.id) < std::tie(other.gone, other.name, other.id);
        });
        return found;
    }

    void put_group(const desk::Group& group, const std::string& actor, Timestamp) override {
        write([&] {
            auto& known = groups_[{group.channel, group.id}];
            if (known.speaking != group.speaking) {
                audit_.push_back({actor, "group_speaking_changed", object("group", group.channel, group.id)});
            }
            known = group;
            return true;
        });
    }

    // desk::DeliveryStore

    std::optional<desk::SentMessage> sent_message(Channel channel, const std::string& message_id) override {
        const std::scoped_lock lock(mutex_);
        return copy_of(sent_, {channel, message_id});
    }

    void mark_received(Channel channel, std::span<const std::string> message_ids, Timestamp at) override {
        mark(&desk::SentMessage::received_at, channel, message_ids, at);
    }

    void mark_seen(Channel channel, std::span<const std::string> message_ids, Timestamp at) override {
        mark(&desk::SentMessage::seen_at, channel, message_ids, at);
    }

    std::vector<desk::TroubledDelivery> troubled_deliveries(std::size_t limit) override {
        const std::scoped_lock lock(mutex_);
        std::vector<desk::TroubledDelivery> found;
        for (auto row = outbox_.rbegin(); row != outbox_.rend() && found.size() < limit; ++row) {
            if (row->result.outcome == connectors::DeliveryOutcome::failed ||
                (!row->finished && row->result.reason == connectors::DeliveryReason::operator_needed)) {
                const auto& entry = row->delivery.entry;
                found.push_back({row->delivery.id, entry.conversation, row->delivery.channel,
                                 row->delivery.conversation, entry.sequence,
                                 entry.ticket ? std::optional(entry.ticket->number) : std::nullopt,
                                 entry.text, row->result.reason, row->result.detail, row->finished,
                                 row->delivery.attempts, row->created_at});
            }
        }
        return found;
    }

    bool retry_delivery(std::int64_t delivery, const std::string& actor, Timestamp now) override {
        return write([&] {
            for (auto& row : outbox_) {
                if (row.delivery.id == delivery && row.finished &&
                    row.result.outcome == connectors::DeliveryOutcome::failed) {
                    row.finished = false;
                    row.available_at = now;
                    row.result = {};
                    audit_.push_back({actor, "delivery_retried", "delivery:" + std::to_string(delivery)});
                    return true;
                }
            }
            return false;
        });
    }

    // desk::AdditionStore

    bool append(const desk::Addition& addition) override {
        return write([&] {
            auto& conversation = find_or_add(addition.channel, addition.conversation, addition.at);
            if (has_key(conversation, addition.key)) {
                return false;
            }
            desk::LogEntry entry;
            entry.kind = addition.kind;
            entry.author = addition.author;
            entry.text = addition.text;
            entry.source_id = addition.key;
            entry.created_at = addition.at;
            if (addition.deliver) {
                append_reply(conversation, entry, addition.at);
            } else {
                DeskStore::append(conversation, entry);
            }
            return true;
        });
    }

    std::optional<desk::Ticket> record_outside_reply(const desk::OutsideReply& reply) override {
        return write([&]() -> std::optional<desk::Ticket> {
            auto& conversation = find_or_add(reply.channel, reply.conversation, reply.at);
            if (has_key(conversation, reply.key)) {
                return std::nullopt;
            }
            auto& ticket = ticket_to_answer(conversation, reply.at);
            ticket.state = desk::TicketState::answered;
            ticket.answered_by = reply.author;
            ticket.first_answered_at = ticket.first_answered_at.value_or(reply.at);
            ticket.updated_at = reply.at;
            ++ticket.version;
            desk::LogEntry entry;
            entry.kind = desk::EntryKind::expert_answer;
            entry.author = reply.author;
            entry.text = reply.text;
            entry.ticket = desk::TicketReference{ticket.number, ticket.state};
            entry.source_id = reply.key;
            entry.created_at = reply.at;
            DeskStore::append(conversation, entry);
            if (conversation.state.open_ticket == ticket.number) {
                conversation.state.open_ticket.reset();
            }
            conversation.state.answered_ticket = ticket.number;
            return ticket;
        });
    }

    // desk::SettingStore

    std::optional<std::string> setting(const std::string& name) override {
        const std::scoped_lock lock(mutex_);
        return copy_of(settings_, name);
    }

    bool change_setting(const std::string& name, const std::optional<std::string>& expected,
                        const std::string& value, Timestamp) override {
        return write([&] {
            if (copy_of(settings_, name) != expected) {
                return false;
            }
            settings_[name] = value;
            return true;
        });
    }

  private:
    using Key = std::pair<Channel, std::string>;

    template <class Map>
    static std::optional<typename Map::mapped_type> copy_of(const Map& map,
                                                            const typename Map::key_type& key) {
        const auto found = map.find(key);
        return found == map.end() ? std::nullopt : std::optional(found->second);
    }

    static std::string object(const std::string& kind, Channel channel, const std::string& id) {
        return kind + ":" + std::string(to_string(channel)) + "/" + id;
    }

    bool has_key(const desk::Conversation& conversation, const std::string& key) {
        const auto& log = logs_[conversation.id];
        return !key.empty() &&
               std::any_of(log.begin(), log.end(), [&](const auto& entry) { return entry.source_id == key; });
    }

    void erase_words(desk::Conversation& conversation) {
        for (auto& entry : logs_[conversation.id]) {
            if (entry.kind == desk::EntryKind::question || entry.kind == desk::EntryKind::attachment) {
                entry.text = desk::texts::erased_words;
            }
        }
        for (auto& [number, ticket] : tickets_) {
            if (ticket.conversation == conversation.id) {
                ticket.question = desk::texts::erased_words;
            }
        }
        conversation.state.pending_choices.clear();
        conversation.state.clarifications_in_a_row = 0;
        conversation.state.last_question.clear();
        conversation.state.last_article.clear();
    }

    void mark(std::optional<Timestamp> desk::SentMessage::*when, Channel channel,
              std::span<const std::string> message_ids, Timestamp at) {
        write([&] {
            for (const auto& id : message_ids) {
                const auto found = sent_.find({channel, id});
                if (found != sent_.end() && !(found->second.*when)) {
                    found->second.*when = at;
                }
            }
            return true;
        });
    }

    desk::Ticket& ticket_to_answer(const desk::Conversation& conversation, Timestamp now) {
        desk::Ticket* waiting = nullptr;
        for (auto& [number, ticket] : tickets_) {
            if (ticket.conversation == conversation.id && ticket.state == desk::TicketState::open &&
                (waiting == nullptr || conversation.state.open_ticket != waiting->number)) {
                waiting = &ticket;
            }
        }
        if (waiting != nullptr) {
            return *waiting;
        }
        const auto answered = tickets_.find(conversation.state.answered_ticket.value_or(0));
        if (answered != tickets_.end() && answered->second.state == desk::TicketState::answered) {
            return answered->second;
        }
        desk::Ticket ticket;
        ticket.reason = desk::HandoverReason::outside_reply;
        for (const auto& entry : logs_[conversation.id]) {
            if (entry.kind == desk::EntryKind::question) {
                ticket.question = entry.text;
                ticket.question_sequence = entry.sequence;
            }
        }
        return add_ticket(std::move(ticket), conversation, now);
    }

    std::int64_t last_event_ = 0;
    std::vector<Event> events_;
    std::map<Key, desk::Contact> contacts_;
    std::map<Key, desk::Group> groups_;
    std::map<std::string, std::string> settings_;
    std::vector<AuditEntry> audit_;
};

}  // namespace reformdesk::fakes
