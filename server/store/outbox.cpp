// desk::OutboxQueue and desk::DeliveryStore: replies that wait to be delivered, and what became of them.
#include "server/store/engine.hpp"
#include "server/store/records.hpp"
#include "server/store/rows.hpp"

#include <utility>

namespace reformdesk::store {

namespace {

using connectors::DeliveryOutcome;

std::string_view name_of(DeliveryOutcome outcome) {
    switch (outcome) {
        case DeliveryOutcome::delivered:
            return "delivered";
        case DeliveryOutcome::waiting:
            return "waiting";
        case DeliveryOutcome::retry:
            return "retry";
        case DeliveryOutcome::failed:
            return "failed";
        case DeliveryOutcome::unknown:
            return "unknown";
    }
    return {};
}

std::vector<desk::Delivery> read_deliveries(Session& session, const std::vector<std::int64_t>& ids) {
    std::vector<desk::Delivery> result;
    auto rows =
        session.rows<std::int64_t, std::string, std::string, std::int64_t, std::int64_t, std::string,
                     std::int64_t, std::optional<std::string>, std::int64_t, std::int64_t, std::string,
                     std::string, std::string, std::optional<std::string>, std::optional<std::string>,
                     std::optional<std::int64_t>, std::optional<std::string>, std::string,
                     std::optional<std::int64_t>, Timestamp>("deliveries", {{"ids", write_integers(ids)}});
    result.reserve(rows.size());
    for (auto& [id, channel, external_id, parts_delivered, unreported, outcome, attempts, quote, conversation,
                sequence, kind, author, text, answer, choices, ticket, ticket_state, source_id, reply_to,
                created_at] : rows) {
        auto& delivery = result.emplace_back();
        delivery.id = id;
        delivery.channel = read_channel(channel);
        delivery.conversation = std::move(external_id);
        delivery.entry =
            to_entry(conversation, {sequence, std::move(kind), std::move(author), std::move(text),
                                    std::move(answer), std::move(choices), ticket, std::move(ticket_state),
                                    std::move(source_id), reply_to, created_at});
        delivery.quote = std::move(quote).value_or("");
        delivery.parts_delivered = static_cast<std::size_t>(parts_delivered);
        // The lease that is being taken is counted in both.
        delivery.maybe_taken = unreported > 1 || outcome == name_of(DeliveryOutcome::unknown);
        delivery.attempts = static_cast<int>(attempts - 1);
    }
    return result;
}

bool comes_again(const connectors::DeliveryResult& result) {
    return result.outcome == DeliveryOutcome::retry || result.outcome == DeliveryOutcome::unknown;
}

void record(Session& session, const desk::DeliveryReport& report, Timestamp now) {
    const auto& result = report.result;
    Parameters parameters{{"id", report.delivery},
                          {"outcome", name_of(result.outcome)},
                          {"reason", connectors::to_string(result.reason)},
                          {"detail", result.detail},
                          {"parts", static_cast<std::int64_t>(result.parts_delivered)}};
    if (comes_again(result)) {
        const auto next_attempt =
            result.retry_after ? now + *result.retry_after : report.next_attempt.value_or(now);
        parameters.emplace_back("next_attempt", next_attempt);
        session.run("postpone_delivery", parameters);
    } else {
        parameters.emplace_back("now", now);
        session.run("finish_delivery", parameters);
    }
    for (const auto& message_id : result.message_ids) {
        if (!message_id.empty()) {
            session.run("add_sent_message", {{"id", report.delivery}, {"message_id", message_id}});
        }
    }
}

void mark(Session& session, const std::string& statement, connectors::Channel channel,
          std::span<const std::string> message_ids, Timestamp at) {
    for (const auto& message_id : message_ids) {
        session.run(statement, {{"channel", to_string(channel)}, {"message_id", message_id}, {"at", at}});
    }
}

}  // namespace

std::vector<desk::Delivery> Database::lease(std::size_t limit, desk::Timestamp now,
                                            std::chrono::milliseconds lease) {
    return engine_->write([&](Session& session) -> std::vector<desk::Delivery> {
        std::vector<std::int64_t> ids;
        for (const auto& [id] : session.rows<std::int64_t>(
                 "lease_deliveries", {{"now", now}, {"until", now + lease}, {"limit", to_limit(limit)}})) {
            ids.push_back(id);
        }
        return ids.empty() ? std::vector<desk::Delivery>() : read_deliveries(session, ids);
    });
}

void Database::report(std::span<const desk::DeliveryReport> reports, desk::Timestamp now) {
    if (reports.empty()) {
        return;
    }
    engine_->write([&](Session& session) {
        for (const auto& each : reports) {
            record(session, each, now);
        }
    });
}

std::int64_t Database::depth() {
    return engine_->read([](Session& session) { return session.value<std::int64_t>("count_deliveries"); });
}

std::optional<desk::SentMessage> Database::sent_message(connectors::Channel channel,
                                                        const std::string& message_id) {
    return engine_->read([&](Session& session) -> std::optional<desk::SentMessage> {
        const auto row =
            session.row<std::int64_t, std::int64_t, std::optional<Timestamp>, std::optional<Timestamp>>(
                "sent_message", {{"channel", to_string(channel)}, {"message_id", message_id}});
        if (!row) {
            return std::nullopt;
        }
        const auto& [conversation, sequence, received_at, seen_at] = *row;
        return desk::SentMessage{conversation, sequence, received_at, seen_at};
    });
}

void Database::mark_received(connectors::Channel channel, std::span<const std::string> message_ids,
                             desk::Timestamp at) {
    engine_->write(
        [&](Session& session) { mark(session, "mark_message_received", channel, message_ids, at); });
}

void Database::mark_seen(connectors::Channel channel, std::span<const std::string> message_ids,
                         desk::Timestamp at) {
    engine_->write([&](Session& session) { mark(session, "mark_message_seen", channel, message_ids, at); });
}

std::vector<desk::TroubledDelivery> Database::troubled_deliveries(std::size_t limit) {
    return engine_->read([&](Session& session) {
        std::vector<desk::TroubledDelivery> result;
        auto rows =
            session.rows<std::int64_t, std::int64_t, std::string, std::string, std::int64_t,
                         std::optional<std::int64_t>, std::string, std::string, std::string, bool,
                         std::int64_t, Timestamp>("troubled_deliveries", {{"limit", to_limit(limit)}});
        result.reserve(rows.size());
        for (auto& [id, conversation, channel, external_id, sequence, ticket, text, reason, detail, finished,
                    attempts, created_at] : rows) {
            result.push_back({id, conversation, read_channel(channel), std::move(external_id), sequence,
                              ticket, std::move(text),
                              known(connectors::parse_delivery_reason(reason), reason), std::move(detail),
                              finished, static_cast<int>(attempts), created_at});
        }
        return result;
    });
}

bool Database::retry_delivery(std::int64_t delivery, const std::string& actor, desk::Timestamp now) {
    return engine_->write([&](Session& session) {
        if (session.run("retry_failed_delivery", {{"id", delivery}, {"now", now}}) == 0) {
            return false;
        }
        add_audit(session, now, actor, "delivery_retried", "delivery:" + std::to_string(delivery), "");
        return true;
    });
}

}  // namespace reformdesk::store
