// desk::EventStore: what channels sent, kept before it is acknowledged.
#include "server/store/engine.hpp"
#include "server/store/rows.hpp"

#include <utility>

namespace reformdesk::store {

std::vector<std::int64_t> Database::record_events(std::span<const desk::ChannelEvent> events) {
    if (events.empty()) {
        return {};
    }
    return engine_->write([&](Session& session) {
        std::vector<std::int64_t> ids;
        ids.reserve(events.size());
        for (const auto& event : events) {
            const auto added =
                session.row<std::int64_t>("record_event", {{"channel", to_string(event.channel)},
                                                           {"event_key", event.key},
                                                           {"name", event.name},
                                                           {"body", event.body},
                                                           {"received_at", event.received_at}});
            ids.push_back(added ? std::get<0>(*added) : 0);
        }
        return ids;
    });
}

std::vector<desk::ChannelEvent> Database::unsettled_events(std::int64_t after, std::size_t limit) {
    return engine_->read([&](Session& session) {
        std::vector<desk::ChannelEvent> result;
        auto rows = session.rows<std::int64_t, std::string, std::string, std::string, std::string, Timestamp>(
            "unsettled_events", {{"after", after}, {"limit", to_limit(limit)}});
        result.reserve(rows.size());
        for (auto& [id, channel, key, name, body, received_at] : rows) {
            result.push_back(
                {id, read_channel(channel), std::move(key), std::move(name), std::move(body), received_at});
        }
        return result;
    });
}

void Database::settle_events(std::span<const desk::EventSettlement> settlements, desk::Timestamp now) {
    if (settlements.empty()) {
        return;
    }
    engine_->write([&](Session& session) {
        for (const auto& settlement : settlements) {
            session.run("settle_event", {{"id", settlement.event},
                                         {"outcome", desk::to_string(settlement.outcome)},
                                         {"reason", settlement.reason},
                                         {"keep_body", settlement.keep_body},
                                         {"now", now}});
        }
    });
}

std::vector<desk::EventCount> Database::event_counts(connectors::Channel channel) {
    return engine_->read([&](Session& session) {
        std::vector<desk::EventCount> result;
        auto rows = session.rows<std::string, std::string, std::string, std::int64_t, Timestamp>(
            "event_counts", {{"channel", to_string(channel)}});
        result.reserve(rows.size());
        for (auto& [name, outcome, reason, count, last_at] : rows) {
            result.push_back({std::move(name), std::move(outcome), std::move(reason), count, last_at});
        }
        return result;
    });
}

std::size_t Database::remove_events(desk::Timestamp received_before, std::size_t limit) {
    return engine_->write([&](Session& session) {
        return static_cast<std::size_t>(
            session.run("remove_events", {{"before", received_before}, {"limit", to_limit(limit)}}));
    });
}

}  // namespace reformdesk::store
