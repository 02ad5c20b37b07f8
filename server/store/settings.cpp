// desk::SettingStore: small values that all processes share.
#include "server/store/engine.hpp"

namespace reformdesk::store {

std::optional<std::string> Database::setting(const std::string& name) {
    return engine_->read([&](Session& session) -> std::optional<std::string> {
        auto row = session.row<std::string>("setting", {{"name", name}});
        return row ? std::optional(std::get<0>(std::move(*row))) : std::nullopt;
    });
}

bool Database::change_setting(const std::string& name, const std::optional<std::string>& expected,
                              const std::string& value, desk::Timestamp now) {
    return engine_->write([&](Session& session) {
        Parameters parameters{{"name", name}, {"value", value}, {"now", now}};
        if (!expected) {
            return session.run("add_setting", parameters) > 0;
        }
        parameters.emplace_back("expected", *expected);
        return session.run("change_setting", parameters) > 0;
    });
}

}  // namespace reformdesk::store
