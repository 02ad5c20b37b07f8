// JSON in and out. json.cpp is the only file of the project that includes RapidJSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace reformdesk::connectors::wire {

class Json;
using JsonArray = std::vector<Json>;
/// Members in the order in which they were written or set; keys are unique.
using JsonObject = std::vector<std::pair<std::string, Json>>;

/// A JSON value. Numbers keep the text they were written with, so that 64-bit ids and money stay exact.
class Json {
  public:
    struct Number {
        std::string text;
        bool operator==(const Number&) const = default;
    };

    Json() = default;  ///< null
    Json(std::nullptr_t) {}
    Json(bool value) : value_(value) {}
    Json(std::int64_t value);
    Json(int value) : Json(static_cast<std::int64_t>(value)) {}
    Json(std::size_t value);
    Json(double value);  ///< not finite becomes null
    Json(Number value) : value_(std::move(value)) {}
    Json(std::string value) : value_(std::move(value)) {}
    Json(std::string_view value) : value_(std::string(value)) {}
    Json(const char* value) : value_(std::string(value)) {}
    Json(JsonArray value) : value_(std::move(value)) {}
    Json(JsonObject value) : value_(std::move(value)) {}

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }

    // Typed access: nothing when the value is of another type, or does not fit.
    std::optional<bool> boolean() const;
    std::optional<std::int64_t> integer() const;
    std::optional<double> number() const;
    const std::string* text() const { return std::get_if<std::string>(&value_); }
    const JsonArray* array() const { return std::get_if<JsonArray>(&value_); }
    const JsonObject* object() const { return std::get_if<JsonObject>(&value_); }

    /// The member of an object; nullptr when this is no object or has no such member.
    const Json* find(std::string_view key) const;
    /// The text member, or nothing.
    std::optional<std::string> text_at(std::string_view key) const;
    std::optional<std::int64_t> integer_at(std::string_view key) const;

    bool operator==(const Json&) const = default;

  private:
    friend std::string write(const Json& value);
    std::variant<std::monostate, bool, Number, std::string, JsonArray, JsonObject> value_;
};

struct JsonLimits {
    std::size_t bytes = 1u << 20;
    std::size_t depth = 32;
    std::size_t values = 100'000;
};

struct JsonProblem {
    std::size_t offset = 0;  ///< in bytes
    std::string message;     ///< Vietnamese
};

/// Strict RFC 8259: valid UTF-8, no lone surrogates, no trailing bytes, no duplicate keys, within the limits.
std::variant<Json, JsonProblem> parse(std::string_view text, const JsonLimits& limits = {});

/// Compact JSON on one line; "</" is written "<\/" so that the text may stand in HTML.
std::string write(const Json& value);

}  // namespace reformdesk::connectors::wire
