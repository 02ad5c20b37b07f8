#include "server/log.hpp"

#include "connectors/wire/json.hpp"
#include "server/api/time_text.hpp"

#include <chrono>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace reformdesk {

namespace {

using connectors::wire::Json;
using connectors::wire::JsonObject;

constexpr std::string_view level_names[] = {"debug", "info", "warning", "error"};

std::string_view name_of(LogLevel level) {
    return level_names[static_cast<std::size_t>(level)];
}

Json to_json(const LogField& field) {
    return std::visit([](const auto& value) { return Json(value); }, field.value);
}

std::chrono::sys_time<std::chrono::milliseconds> now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

std::optional<LogLevel> parse_log_level(std::string_view name) {
    for (std::size_t i = 0; i < std::size(level_names); ++i) {
        if (level_names[i] == name) {
            return static_cast<LogLevel>(i);
        }
    }
    return std::nullopt;
}

std::optional<LogFormat> parse_log_format(std::string_view name) {
    if (name == "json") {
        return LogFormat::json;
    }
    if (name == "text") {
        return LogFormat::text;
    }
    return std::nullopt;
}

Log::Log(LogLevel level, LogFormat format)
    : level_(level),
      format_(format),
      logger_(
          std::make_shared<spdlog::logger>("reformdesk", std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
    logger_->set_pattern("%v");
    logger_->set_level(spdlog::level::trace);
    logger_->flush_on(spdlog::level::trace);
}

Log::~Log() = default;

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) const {
    if (level < level_) {
        return;
    }
    const auto at = api::time_text(now());
    std::string line;
    if (format_ == LogFormat::json) {
        JsonObject object{{"at", at}, {"level", name_of(level)}, {"event", event}};
        for (const auto& field : fields) {
            object.emplace_back(std::string(field.name), to_json(field));
        }
        line = connectors::wire::write(Json(std::move(object)));
    } else {
        line = fmt::format("{} {:7} {}", at, name_of(level), event);
        for (const auto& field : fields) {
            line += fmt::format(" {}={}", field.name, connectors::wire::write(to_json(field)));
        }
    }
    logger_->info(line);
}

}  // namespace reformdesk
