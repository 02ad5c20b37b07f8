// Conversations, tickets and the outbox in memory, as faithful as the real store: the same contract, and
// failures on demand.
#pragma once

#include "server/desk/channel_store.hpp"
#include "server/desk/outbox_queue.hpp"
#include "server/desk/store.hpp"
#include "server/desk/texts.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

namespace reformdesk::fakes {

/// Thread-safe.
class DeskStore : public desk::ConversationStore, public desk::TicketStore, public desk::OutboxQueue {
  public:
    using Timestamp = desk::Timestamp;

    enum class Failure {
        before,  ///< nothing has happened
        after,   ///< it has happened, and the caller does not know
    };

    /// The next write throws StoreError.
    void fail_next_write(Failure failure) {
        const std::scoped_lock lock(mutex_);
        failures_.push_back(failure);
    }
    /// Called, without the lock, before the next settlement is stored: what happens between decision and
    /// settlement.
    void before_next_settle(std::function<void()> meanwhile) {
        const std::scoped_lock lock(mutex_);
        meanwhile_ = std::move(meanwhile);
    }

    desk::Conversation open_conversation(connectors::Channel channel, const std::string& external_id,
                                         Timestamp now) override {
        return write([&] { return find_or_add(channel, external_id, now); });
    }

    std::optional<desk::Conversation> find_conversation(connectors::Channel channel,
                                                        const std::string& external_id) override {
        const std::scoped_lock lock(mutex_);
        const auto* found = find(channel, external_id);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }

    std::optional<desk::Conversation> conversation(std::int64_t id) override {
        const std::scoped_lock lock(mutex_);
        const auto found = conversations_.find(id);
        return found == conversations_.end() ? std::nullopt : std::optional(found->second);
    }

    desk::AcceptedMessage accept(const connectors::InboundMessage& message, Timestamp now) override {
        return write([&] {
            auto& conversation = find_or_add(message.channel, message.conversation, now);
            for (const auto& known : messages_) {
                if (known.accepted.conversation == conversation.id &&
                    known.inbound.source_id == message.source_id) {
                    return known.accepted;
                }
            }
            desk::LogEntry entry;
            entry.kind = desk::EntryKind::question;
            entry.text = message.text;
            entry.source_id = message.source_id;
            entry.created_at = now;
            const auto sequence = append(conversation, entry);
            const auto id = static_cast<std::int64_t>(messages_.size()) + 1;
            messages_.push_back({{id, conversation.id, sequence, false, false}, message});
            return desk::AcceptedMessage{id, conversation.id, sequence, true, false};
        });
    }

    std::vector<desk::PendingMessage> unsettled(std::size_t limit) override {
        const std::scoped_lock lock(mutex_);
        std::vector<desk::PendingMessage> found;
        for (const auto& message : messages_) {
            if (!message.accepted.handled && found.size() < limit) {
                found.push_back(
                    {message.accepted, message.inbound, conversations_.at(message.accepted.conversation)});
            }
        }
        return found;
    }

    std::optional<desk::PendingMessage> pending(std::int64_t id) override {
        const std::scoped_lock lock(mutex_);
        if (id < 1 || id > static_cast<std::int64_t>(messages_.size())) {
            return std::nullopt;
        }
        const auto& message = messages_[static_cast<std::size_t>(id - 1)];
        return desk::PendingMessage{message.accepted, message.inbound,
                                    conversations_.at(message.accepted.conversation)};
    }

    desk::Settled settle(const desk::Settlement& settlement, Timestamp now) override {
        std::function<void()> meanwhile;
        {
            const std::scoped_lock lock(mutex_);
            meanwhile.swap(meanwhile_);
        }
        if (meanwhile) {
            meanwhile();
        }
        return write([&] { return apply(settlement, now); });
    }

    std::vector<desk::LogEntry> entries(std::int64_t conversation, std::int64_t after,
                                        std::size_t limit) override {
        const std::scoped_lock lock(mutex_);
        std::vector<desk::LogEntry> found;
        for (const auto& entry : logs_[conversation]) {
            if (entry.sequence > after && found.size() < limit) {
                found.push_back(entry);
            }
        }
        return found;
    }

    std::vector<desk::LogEntry> replies(std::int64_t conversation, std::int64_t message_sequence) override {
        const std::scoped_lock lock(mutex_);
        std::vector<desk::LogEntry> found;
        for (const auto& entry : logs_[conversation]) {
            if (entry.reply_to == message_sequence) {
                found.push_back(entry);
            }
        }
        return found;
    }

    std::optional<desk::Ticket> ticket(std::int64_t number) override {
        const std::scoped_lock lock(mutex_);
        const auto found = tickets_.find(number);
        return found == tickets_.end() ? std::nullopt : std::optional(found->second);
    }

    std::vector<desk::Ticket> tickets(const desk::TicketQuery& query) override {
        const std::scoped_lock lock(mutex_);
        std::vector<desk::Ticket> found;
        for (auto each = tickets_.rbegin(); each != tickets_.rend() && found.size() < query.limit; ++each) {
            const auto& ticket = each->second;
            if ((!query.state || ticket.state == *query.state) &&
                (!query.before || ticket.number < *query.before)) {
                found.push_back(ticket);
            }
        }
        return found;
    }

    std::vector<desk::Ticket> tickets_of(std::int64_t conversation) override {
        const std::scoped_lock lock(mutex_);
        std::vector<desk::Ticket> found;
        for (auto each = tickets_.rbegin(); each != tickets_.rend(); ++each) {
            if (each->second.conversation == conversation) {
                found.push_back(each->second);
            }
        }
        return found;
    }

    desk::TicketCounts counts() override {
        const std::scoped_lock lock(mutex_);
        desk::TicketCounts counts;
        for (const auto& [number, ticket] : tickets_) {
            auto& count = ticket.state == desk::TicketState::open       ? counts.open
                          : ticket.state == desk::TicketState::answered ? counts.answered
                                                                        : counts.closed;
            ++count;
        }
        return counts;
    }

    desk::ExpertReplied reply(const desk::ExpertReply& reply) override {
        const auto state = reply.close ? desk::TicketState::closed : desk::TicketState::answered;
        return write([&] {
            return act(reply, state, [&](desk::Ticket& ticket, desk::LogEntry& entry) {
                entry.kind = desk::EntryKind::expert_answer;
                entry.author = reply.author;
                entry.text = reply.text;
                ticket.answered_by = reply.author;
                ticket.first_answered_at = ticket.first_answered_at.value_or(reply.at);
            });
        });
    }

    desk::ExpertReplied close(const desk::ExpertReply& reply) override {
        return write([&] {
            return act(reply, desk::TicketState::closed, [&](desk::Ticket&, desk::LogEntry& entry) {
                entry.kind = desk::EntryKind::notice;
                entry.text = desk::texts::ticket_closed(reply.ticket);
            });
        });
    }

    std::optional<desk::Ticket> assign(const desk::Assignment& assignment) override {
        return write([&]() -> std::optional<desk::Ticket> {
            const auto found = tickets_.find(assignment.ticket);
            if (found == tickets_.end()) {
                return std::nullopt;
            }
            if (requests_.insert({assignment.ticket, assignment.request_id}).second) {
                found->second.assignee = assignment.assignee;
                found->second.unit = assignment.unit;
                found->second.updated_at = assignment.at;
                ++found->second.version;
            }
            return found->second;
        });
    }

    std::vector<desk::Delivery> lease(std::size_t limit, Timestamp now,
                                      std::chrono::milliseconds lease) override {
        return write([&] {
            std::vector<desk::Delivery> taken;
            std::set<std::int64_t> busy;
            for (const auto& row : outbox_) {
                if (!row.finished && row.unreported > 0 && row.available_at > now) {
                    busy.insert(row.delivery.entry.conversation);
                }
            }
            for (auto& row : outbox_) {
                if (row.finished || !busy.insert(row.delivery.entry.conversation).second ||
                    row.available_at > now || taken.size() == limit) {
                    continue;
                }
                row.available_at = now + lease;
                taken.push_back(as_it_is(row));
                ++row.unreported;
                ++row.delivery.attempts;
            }
            return taken;
        });
    }

    void report(std::span<const desk::DeliveryReport> reports, Timestamp now) override {
        write([&] {
            for (const auto& report : reports) {
                for (auto& row : outbox_) {
                    if (row.delivery.id == report.delivery) {
                        record(row, report, now);
                    }
                }
            }
            return true;
        });
    }

    std::int64_t depth() override {
        const std::scoped_lock lock(mutex_);
        return std::count_if(outbox_.begin(), outbox_.end(), [](const auto& row) { return !row.finished; });
    }

  protected:
    struct StoredMessage {
        desk::AcceptedMessage accepted;  ///< is_new is always false here
        connectors::InboundMessage inbound;
    };
    struct OutboxRow {
        desk::Delivery delivery;  ///< entry: as it was when the row was written
        Timestamp available_at;
        Timestamp created_at;
        connectors::DeliveryResult result = {};  ///< of the last attempt
        int unreported = 0;
        bool finished = false;
    };

    template <class Change>
    std::invoke_result_t<Change> write(Change change) {
        const std::scoped_lock lock(mutex_);
        std::optional<Failure> failure;
        if (!failures_.empty()) {
            failure = failures_.front();
            failures_.pop_front();
        }
        if (failure == Failure::before) {
            throw desk::StoreError("the disk is full");
        }
        auto result = change();
        if (failure == Failure::after) {
            throw desk::StoreError("the connection broke during commit");
        }
        return result;
    }

    desk::Conversation* find(connectors::Channel channel, const std::string& external_id) {
        for (auto& [id, conversation] : conversations_) {
            if (conversation.channel == channel && conversation.external_id == external_id) {
                return &conversation;
            }
        }
        return nullptr;
    }

    desk::Conversation& find_or_add(connectors::Channel channel, const std::string& external_id,
                                    Timestamp now) {
        if (auto* found = find(channel, external_id)) {
            return *found;
        }
        const auto id = static_cast<std::int64_t>(conversations_.size()) + 1;
        auto& conversation = conversations_[id];
        conversation.id = id;
        conversation.channel = channel;
        conversation.external_id = external_id;
        conversation.created_at = now;
        return conversation;
    }

    std::int64_t append(desk::Conversation& conversation, desk::LogEntry entry) {
        entry.conversation = conversation.id;
        entry.sequence = ++conversation.last_sequence;
        logs_[conversation.id].push_back(std::move(entry));
        return conversation.last_sequence;
    }

    void append_reply(desk::Conversation& conversation, const desk::LogEntry& entry, Timestamp now) {
        append(conversation, entry);
        OutboxRow row;
        row.delivery.id = static_cast<std::int64_t>(outbox_.size()) + 1;
        row.delivery.channel = conversation.channel;
        row.delivery.conversation = conversation.external_id;
        row.delivery.entry = logs_[conversation.id].back();
        row.available_at = now;
        row.created_at = now;
        outbox_.push_back(std::move(row));
    }

    desk::Delivery as_it_is(const OutboxRow& row) {
        auto delivery = row.delivery;
        const auto& entry = delivery.entry;
        auto about = entry.reply_to;
        if (about == 0 && entry.ticket && tickets_.contains(entry.ticket->number)) {
            about = tickets_.at(entry.ticket->number).question_sequence;
        }
        for (const auto& each : logs_[entry.conversation]) {
            if (each.sequence == about && each.kind == desk::EntryKind::question) {
                delivery.quote = each.source_id;
            }
        }
        delivery.maybe_taken =
            row.unreported > 0 || row.result.outcome == connectors::DeliveryOutcome::unknown;
        return delivery;
    }

    void record(OutboxRow& row, const desk::DeliveryReport& report, Timestamp now) {
        for (const auto& id : report.result.message_ids) {
            sent_.try_emplace({row.delivery.channel, id},
                              desk::SentMessage{row.delivery.entry.conversation, row.delivery.entry.sequence,
                                                std::nullopt, std::nullopt});
        }
        if (row.finished) {
            return;
        }
        row.result = report.result;
        row.unreported = 0;
        row.delivery.parts_delivered = std::max(row.delivery.parts_delivered, report.result.parts_delivered);
        const auto outcome = report.result.outcome;
        row.finished =
            outcome != connectors::DeliveryOutcome::retry && outcome != connectors::DeliveryOutcome::unknown;
        row.available_at =
            report.result.retry_after ? now + *report.result.retry_after : report.next_attempt.value_or(now);
    }

    desk::Settled apply(const desk::Settlement& settlement, Timestamp now) {
        auto& message = messages_.at(static_cast<std::size_t>(settlement.message - 1));
        auto& conversation = conversations_.at(message.accepted.conversation);
        if (message.accepted.handled) {
            return {false, conversation.id, conversation.last_sequence, std::nullopt};
        }
        message.accepted.handled = true;
        auto state = settlement.state;
        auto replies = settlement.replies;
        const auto ticket =
            change_ticket(settlement.ticket_change, conversation, message.accepted.sequence, now);
        if (settlement.ticket_change.kind == desk::TicketChangeKind::open) {
            state.open_ticket = state.open_ticket == 0 ? ticket->number : state.open_ticket;
            for (auto& reply : replies) {
                give_number(reply, ticket->number);
            }
        }
        for (auto& reply : replies) {
            reply.reply_to = message.accepted.sequence;
            append_reply(conversation, reply, now);
        }
        conversation.state = state;
        return {true, conversation.id, conversation.last_sequence, ticket};
    }

    std::optional<desk::Ticket> change_ticket(const desk::TicketChange& change,
                                              const desk::Conversation& conversation,
                                              std::int64_t message_sequence, Timestamp now) {
        if (change.kind == desk::TicketChangeKind::none) {
            return std::nullopt;
        }
        if (change.kind == desk::TicketChangeKind::open) {
            auto ticket = change.ticket;
            if (ticket.question_sequence == 0) {
                ticket.question_sequence = message_sequence;
            }
            return add_ticket(std::move(ticket), conversation, now);
        }
        auto& ticket = tickets_.at(change.ticket.number);
        if (change.kind == desk::TicketChangeKind::reopen && ticket.state != desk::TicketState::open) {
            ticket.state = desk::TicketState::open;
            ++ticket.reopened;
        }
        ++ticket.version;
        ticket.updated_at = now;
        return ticket;
    }

    desk::Ticket& add_ticket(desk::Ticket ticket, const desk::Conversation& conversation, Timestamp now) {
        ticket.number = 1001 + static_cast<std::int64_t>(tickets_.size());
        ticket.conversation = conversation.id;
        ticket.channel = conversation.channel;
        ticket.created_at = now;
        ticket.updated_at = now;
        return tickets_[ticket.number] = std::move(ticket);
    }

    static void give_number(desk::LogEntry& reply, std::int64_t number) {
        if (!reply.ticket || reply.ticket->number != 0) {
            return;
        }
        reply.ticket->number = number;
        const auto mark = desk::texts::ticket_placeholder;
        for (auto at = reply.text.find(mark); at != std::string::npos; at = reply.text.find(mark)) {
            reply.text.replace(at, mark.size(), std::to_string(number));
        }
    }

    template <class Fill>
    desk::ExpertReplied act(const desk::ExpertReply& reply, desk::TicketState state, Fill fill) {
        const auto found = tickets_.find(reply.ticket);
        if (found == tickets_.end()) {
            return {desk::ReplyOutcome::no_such_ticket, std::nullopt};
        }
        auto& ticket = found->second;
        if (requests_.contains({reply.ticket, reply.request_id})) {
            return {desk::ReplyOutcome::repeated, ticket};
        }
        if (ticket.version != reply.expected_version) {
            return {desk::ReplyOutcome::version_conflict, ticket};
        }
        requests_.insert({reply.ticket, reply.request_id});
        ticket.state = state;
        ++ticket.version;
        ticket.updated_at = reply.at;
        desk::LogEntry entry;
        entry.ticket = desk::TicketReference{ticket.number, state};
        entry.created_at = reply.at;
        fill(ticket, entry);
        auto& conversation = conversations_.at(ticket.conversation);
        append_reply(conversation, entry, reply.at);
        for (auto* remembered : {&conversation.state.open_ticket, &conversation.state.answered_ticket}) {
            if (*remembered == ticket.number) {
                remembered->reset();
            }
        }
        if (state == desk::TicketState::answered) {
            conversation.state.answered_ticket = ticket.number;
        }
        return {desk::ReplyOutcome::stored, ticket};
    }

    mutable std::mutex mutex_;
    std::deque<Failure> failures_;
    std::function<void()> meanwhile_;
    std::map<std::int64_t, desk::Conversation> conversations_;
    std::map<std::int64_t, std::vector<desk::LogEntry>> logs_;
    std::vector<StoredMessage> messages_;
    std::map<std::int64_t, desk::Ticket> tickets_;
    std::set<std::pair<std::int64_t, std::string>> requests_;
    std::vector<OutboxRow> outbox_;
    std::map<std::pair<connectors::Channel, std::string>, desk::SentMessage> sent_;
};

}  // namespace reformdesk::fakes
