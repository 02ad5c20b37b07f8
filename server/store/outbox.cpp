// desk::OutboxQueue: replies that wait to be delivered.
#include "server/store/engine.hpp"
#include "server/store/rows.hpp"

#include <algorithm>
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

connectors::OutboundMessage read_delivery(Session& session, std::int64_t id) {
    auto row = session.row<std::int64_t, std::string, std::string, std::int64_t, std::string>("delivery",
                                                                                              {{"id", id}});
    auto& [delivery, channel, conversation, sequence, text] = row.value();
    connectors::OutboundMessage message;
    message.delivery = delivery;
    message.channel = read_channel(channel);
    message.conversation = std::move(conversation);
    message.sequence = sequence;
    message.text = std::move(text);
    return message;
}

void record(Session& session, const desk::DeliveryReport& report, Timestamp now) {
    const auto outcome = name_of(report.result.outcome);
    if (report.result.outcome == DeliveryOutcome::retry ||
        report.result.outcome == DeliveryOutcome::unknown) {
        session.run("retry_delivery", {{"id", report.delivery},
                                       {"next_attempt", report.next_attempt.value_or(now)},
                                       {"outcome", outcome},
                                       {"detail", report.result.detail}});
    } else {
        session.run(
            "finish_delivery",
            {{"id", report.delivery}, {"now", now}, {"outcome", outcome}, {"detail", report.result.detail}});
    }
}

}  // namespace

std::vector<connectors::OutboundMessage> Database::lease(std::size_t limit, desk::Timestamp now,
                                                         std::chrono::milliseconds lease) {
    return engine_->write([&](Session& session) {
        auto ids = session.rows<std::int64_t>(
            "lease_deliveries", {{"now", now}, {"until", now + lease}, {"limit", to_limit(limit)}});
        std::sort(ids.begin(), ids.end());
        std::vector<connectors::OutboundMessage> taken;
        taken.reserve(ids.size());
        for (const auto& [id] : ids) {
            taken.push_back(read_delivery(session, id));
        }
        return taken;
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

}  // namespace reformdesk::store
