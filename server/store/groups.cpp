// desk::GroupStore: groups on channels, and when the bot speaks in them.
#include "server/store/engine.hpp"
#include "server/store/records.hpp"
#include "server/store/rows.hpp"

#include <utility>

namespace reformdesk::store {

namespace {

std::vector<desk::Group> read_groups(Session& session, const std::string& statement,
                                     const Parameters& parameters) {
    std::vector<desk::Group> result;
    auto rows = session.rows<std::string, std::string, std::string, bool, std::string, std::string,
                             std::optional<Timestamp>>(statement, parameters);
    result.reserve(rows.size());
    for (auto& [channel, id, name, gone, speaking, admins, last_unasked] : rows) {
        result.push_back({read_channel(channel), std::move(id), std::move(name), gone,
                          known(desk::parse_speaking(speaking), speaking), read_texts(admins), last_unasked});
    }
    return result;
}

}  // namespace

std::optional<desk::Group> Database::group(connectors::Channel channel, const std::string& id) {
    return engine_->read([&](Session& session) -> std::optional<desk::Group> {
        auto found = read_groups(session, "group", {{"channel", to_string(channel)}, {"id", id}});
        return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
    });
}

std::vector<desk::Group> Database::groups() {
    return engine_->read([](Session& session) { return read_groups(session, "groups", {}); });
}

void Database::put_group(const desk::Group& group, const std::string& actor, desk::Timestamp now) {
    const auto channel = to_string(group.channel);
    const auto speaking = desk::to_string(group.speaking);
    engine_->write([&](Session& session) {
        session.run(
            "add_group",
            {{"channel", channel}, {"id", group.id}, {"speaking", desk::to_string(desk::Group().speaking)}});
        // Finds out in one step whether this changes it: another process may do so at the same time.
        if (session.run("change_group_speaking",
                        {{"channel", channel}, {"id", group.id}, {"speaking", speaking}}) > 0) {
            add_audit(session, now, actor, "group_speaking_changed",
                      "group:" + std::string(channel) + "/" + group.id, speaking);
        }
        session.run("update_group", {{"channel", channel},
                                     {"id", group.id},
                                     {"name", group.name},
                                     {"gone", group.gone},
                                     {"admins", write_texts(group.admins)},
                                     {"last_unasked", group.last_unasked}});
    });
}

}  // namespace reformdesk::store
