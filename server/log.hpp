// Structured logs: one event a line, as JSON for machines or as text for people. No message text, no secrets.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace spdlog {
class logger;
}

namespace reformdesk {

enum class LogLevel { debug, info, warning, error };
enum class LogFormat { json, text };

std::optional<LogLevel> parse_log_level(std::string_view name);
std::optional<LogFormat> parse_log_format(std::string_view name);

struct LogField {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, double> value;
};

/// Thread-safe. Writes to standard error, so that the output of commands stays clean.
class Log {
  public:
    Log(LogLevel level, LogFormat format);
    ~Log();

    /// `event` is a fixed name such as "request"; what varies goes into the fields.
    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {}) const;

  private:
    LogLevel level_;
    LogFormat format_;
    std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace reformdesk
