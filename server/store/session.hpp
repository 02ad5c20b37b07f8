// One connection: runs named statements with typed parameters and typed rows. Knows nothing of the desk.
#pragma once

#include "server/store/database_error.hpp"
#include "server/store/location.hpp"
#include "server/store/statements.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace reformdesk::store {

using Timestamp = desk::Timestamp;

/// Throws std::invalid_argument for text with a byte 0: PostgreSQL can't store it.
void refuse_byte_zero(std::string_view name, std::string_view text);

/// The value of a ":name" in a statement.
class Parameter {
  public:
    using Value = std::variant<std::monostate, std::int64_t, std::string>;

    Parameter(std::string_view name, std::int64_t value) : name_(name), value_(value) {}
    Parameter(std::string_view name, Timestamp value) : Parameter(name, value.time_since_epoch().count()) {}
    /// A byte 0 is refused with std::invalid_argument.
    Parameter(std::string_view name, std::string_view value);
    Parameter(std::string_view name, const std::string& value) : Parameter(name, std::string_view(value)) {}
    Parameter(std::string_view name, const char* value) : Parameter(name, std::string_view(value)) {}
    Parameter(std::string_view name, const std::optional<std::int64_t>& value);
    Parameter(std::string_view name, const std::optional<std::string>& value);
    Parameter(std::string_view name, const std::optional<Timestamp>& value);

    std::string_view name() const { return name_; }
    const Value& value() const { return value_; }

  private:
    std::string_view name_;
    Value value_;
};

using Parameters = std::vector<Parameter>;
using Cell = Parameter::Value;

enum class ColumnKind { integer, text };

/// How a column of this C++ type is fetched; std::optional of them for columns that may be NULL.
template <typename Type>
struct Column;

template <>
struct Column<std::int64_t> {
    static constexpr auto kind = ColumnKind::integer;
    static std::int64_t read(Cell& cell) { return std::get<std::int64_t>(cell); }
};

template <>
struct Column<bool> {
    static constexpr auto kind = ColumnKind::integer;
    static bool read(Cell& cell) { return std::get<std::int64_t>(cell) != 0; }
};

template <>
struct Column<Timestamp> {
    static constexpr auto kind = ColumnKind::integer;
    static Timestamp read(Cell& cell) {
        return Timestamp(std::chrono::milliseconds(std::get<std::int64_t>(cell)));
    }
};

template <>
struct Column<std::string> {
    static constexpr auto kind = ColumnKind::text;
    static std::string read(Cell& cell) { return std::move(std::get<std::string>(cell)); }
};

template <typename Type>
struct Column<std::optional<Type>> {
    static constexpr auto kind = Column<Type>::kind;
    static std::optional<Type> read(Cell& cell) {
        if (std::holds_alternative<std::monostate>(cell)) {
            return std::nullopt;
        }
        return Column<Type>::read(cell);
    }
};

struct SessionOptions {
    bool read_only = false;
    std::chrono::seconds busy_timeout{10};  ///< SQLite: how long to wait for another process
};

/// Not thread-safe. Throws DatabaseError; after one, use the session only to roll back.
class Session {
  public:
    /// `location` and `statements` must outlive the session.
    Session(const Location& location, const Statements& statements, SessionOptions options);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// The number of rows that were changed. For statements that give no rows.
    std::int64_t run(const std::string& name, const Parameters& parameters = {});

    template <typename... Types>
    std::vector<std::tuple<Types...>> rows(const std::string& name, const Parameters& parameters = {}) {
        std::vector<std::tuple<Types...>> result;
        for (auto& cells : fetch(name, parameters, {Column<Types>::kind...})) {
            result.push_back(read<Types...>(cells, std::index_sequence_for<Types...>()));
        }
        return result;
    }

    /// The first row, or nothing.
    template <typename... Types>
    std::optional<std::tuple<Types...>> row(const std::string& name, const Parameters& parameters = {}) {
        auto found = rows<Types...>(name, parameters);
        return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
    }

    /// The only column of the only row.
    template <typename Type>
    Type value(const std::string& name, const Parameters& parameters = {}) {
        auto found = row<Type>(name, parameters);
        if (!found) {
            throw DatabaseError(DatabaseFault::damaged, "Cơ sở dữ liệu thiếu dữ liệu bắt buộc: " + name);
        }
        return std::get<0>(std::move(*found));
    }

    /// Transaction control and settings: not prepared, no parameters, rows are dropped.
    void control(const std::string& name);
    /// A statement of a migration.
    void control_sql(const std::string& sql);

    const Statements& statements() const { return statements_; }

  private:
    struct Connection;

    std::vector<std::vector<Cell>> fetch(const std::string& name, const Parameters& parameters,
                                         const std::vector<ColumnKind>& columns);

    template <typename... Types, std::size_t... positions>
    static std::tuple<Types...> read(std::vector<Cell>& cells, std::index_sequence<positions...>) {
        return {Column<Types>::read(cells[positions])...};
    }

    const Location& location_;
    const Statements& statements_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace reformdesk::store
