#include "server/store/session.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace reformdesk::store {

namespace {

DatabaseFault fault_of_sqlite(int result) {
    switch (result & 0xff) {
        case SQLITE_NOTADB:
            return DatabaseFault::not_a_database;
        case SQLITE_CORRUPT:
            return DatabaseFault::damaged;
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return DatabaseFault::read_only;
        case SQLITE_CANTOPEN:
            return DatabaseFault::unreachable;
        case SQLITE_FULL:
            return DatabaseFault::full;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return DatabaseFault::busy;
        default:
            return DatabaseFault::other;
    }
}

DatabaseFault fault_of_postgresql(const std::string& state) {
    if (state == "40001" || state == "40P01") {
        return DatabaseFault::conflict;
    }
    if (state == "25006" || state == "42501") {
        return DatabaseFault::read_only;
    }
    if (state == "53100") {
        return DatabaseFault::full;
    }
    if (state.starts_with("08") || state.starts_with("57P")) {
        return DatabaseFault::connection_lost;
    }
    return DatabaseFault::other;
}

// Without what SOCI and PostgreSQL add behind it: the values of parameters have no place in a log.
std::string first_line(const soci::soci_error& error) {
    const auto message = error.get_error_message();
    return message.substr(0, message.find('\n'));
}

std::string sentence(DatabaseFault fault, const std::string& name, const std::string& detail) {
    switch (fault) {
        case DatabaseFault::not_a_database:
            return "Tệp " + name +
                   " không phải cơ sở dữ liệu của ReformDesk. Tệp được giữ nguyên; hãy kiểm tra [store] url "
                   "hoặc "
                   "khôi phục từ bản sao lưu.";
        case DatabaseFault::damaged:
            return "Cơ sở dữ liệu " + name +
                   " bị hỏng hoặc bị cắt cụt. Tệp được giữ nguyên; hãy khôi phục từ bản sao lưu.";
        case DatabaseFault::read_only:
            return "Không ghi được vào cơ sở dữ liệu " + name +
                   ": chỉ có quyền đọc. Hãy cấp quyền ghi (cả thư mục chứa tệp) cho tài khoản chạy "
                   "ReformDesk.";
        case DatabaseFault::unreachable:
            return "Không mở được cơ sở dữ liệu " + name + ": " + detail;
        case DatabaseFault::full:
            return "Ổ đĩa đã đầy, không ghi thêm được vào cơ sở dữ liệu " + name + ".";
        case DatabaseFault::busy:
            return "Cơ sở dữ liệu " + name + " đang bị một chương trình khác giữ quá lâu.";
        case DatabaseFault::connection_lost:
            return "Mất kết nối với cơ sở dữ liệu " + name + ": " + detail;
        default:
            return "Cơ sở dữ liệu " + name + " gặp lỗi: " + detail;
    }
}

DatabaseError translated(const soci::soci_error& error, const Location& location) {
    auto fault = DatabaseFault::other;
    if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
        fault = fault_of_sqlite(sqlite->result());
    } else if (const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&error)) {
        fault = fault_of_postgresql(postgresql->sqlstate());
    }
    return {fault, sentence(fault, location.name, first_line(error))};
}

std::string sqlite_parameters(const Location& location, const SessionOptions& options) {
    return "db=\"" + location.file.string() + "\" timeout=" + std::to_string(options.busy_timeout.count());
}

// What SOCI reads from and writes to during one execution; its address must not change meanwhile.
struct Slot {
    long long number = 0;
    std::string text;
    soci::indicator indicator = soci::i_ok;
    ColumnKind kind = ColumnKind::integer;

    Slot() = default;
    explicit Slot(ColumnKind column) : kind(column) {}
    explicit Slot(const Cell& cell) {
        if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
            number = *integer;
        } else if (const auto* words = std::get_if<std::string>(&cell)) {
            text = *words;
            kind = ColumnKind::text;
        } else {
            indicator = soci::i_null;
        }
    }

    Cell cell() {
        if (indicator == soci::i_null) {
            return {};
        }
        return kind == ColumnKind::text ? Cell(std::move(text)) : Cell(static_cast<std::int64_t>(number));
    }
};

}  // namespace

void refuse_byte_zero(std::string_view name, std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
        throw std::invalid_argument("text with a byte 0 can't be stored: " + std::string(name));
    }
}

Parameter::Parameter(std::string_view name, std::string_view value)
    : name_(name), value_(std::string(value)) {
    refuse_byte_zero(name, value);
}

Parameter::Parameter(std::string_view name, const std::optional<std::int64_t>& value) : name_(name) {
    if (value) {
        value_ = *value;
    }
}

Parameter::Parameter(std::string_view name, const std::optional<std::string>& value) : name_(name) {
    if (value) {
        *this = Parameter(name, std::string_view(*value));
    }
}

Parameter::Parameter(std::string_view name, const std::optional<Timestamp>& value) : name_(name) {
    if (value) {
        value_ = std::int64_t{value->time_since_epoch().count()};
    }
}

struct Session::Connection {
    soci::session session;
    // Behind the session, so that they are finalised before it is closed.
    std::unordered_map<std::string, std::unique_ptr<soci::statement>> prepared;

    soci::statement& statement(const std::string& name, const std::string& sql) {
        auto& found = prepared[name];
        if (!found) {
            auto fresh = std::make_unique<soci::statement>(session);
            fresh->alloc();
            fresh->prepare(sql, soci::details::st_repeatable_query);
            found = std::move(fresh);
        }
        return *found;
    }
};

Session::Session(const Location& location, const Statements& statements, SessionOptions options)
    : location_(location), statements_(statements), connection_(std::make_unique<Connection>()) {
    try {
        if (location.dialect == Dialect::sqlite) {
            connection_->session.open(soci::sqlite3, sqlite_parameters(location, options));
        } else {
            connection_->session.open(soci::postgresql, location.url);
        }
    } catch (const soci::soci_error& error) {
        auto detail = error.get_error_message();
        std::replace(detail.begin(), detail.end(), '\n', ' ');
        throw DatabaseError(DatabaseFault::unreachable,
                            sentence(DatabaseFault::unreachable, location.name, detail));
    }
    for (int number = 1; statements.has("setting_" + std::to_string(number)); ++number) {
        control("setting_" + std::to_string(number));
    }
    if (options.read_only) {
        control("forbid_writes");
    }
}

Session::~Session() = default;

std::int64_t Session::run(const std::string& name, const Parameters& parameters) {
    fetch(name, parameters, {});
    try {
        return connection_->prepared.at(name)->get_affected_rows();
    } catch (const soci::soci_error& error) {
        throw translated(error, location_);
    }
}

std::vector<std::vector<Cell>> Session::fetch(const std::string& name, const Parameters& parameters,
                                              const std::vector<ColumnKind>& columns) {
    std::vector<Slot> uses, intos;
    uses.reserve(parameters.size());
    intos.reserve(columns.size());
    std::vector<std::vector<Cell>> result;
    try {
        auto& statement = connection_->statement(name, statements_.sql(name));
        for (const auto& parameter : parameters) {
            auto& slot = uses.emplace_back(parameter.value());
            const std::string label(parameter.name());
            if (slot.kind == ColumnKind::text) {
                statement.exchange(soci::use(slot.text, slot.indicator, label));
            } else {
                statement.exchange(soci::use(slot.number, slot.indicator, label));
            }
        }
        for (const auto kind : columns) {
            auto& slot = intos.emplace_back(kind);
            if (kind == ColumnKind::text) {
                statement.exchange(soci::into(slot.text, slot.indicator));
            } else {
                statement.exchange(soci::into(slot.number, slot.indicator));
            }
        }
        statement.define_and_bind();
        // To the last row even when one is enough: an unfinished statement keeps a snapshot open.
        for (bool more = statement.execute(true); more; more = statement.fetch()) {
            auto& cells = result.emplace_back();
            cells.reserve(intos.size());
            for (auto& slot : intos) {
                cells.push_back(slot.cell());
            }
        }
        statement.bind_clean_up();
    } catch (const soci::soci_error& error) {
        connection_->prepared.erase(name);
        throw translated(error, location_);
    } catch (...) {
        connection_->prepared.erase(name);
        throw;
    }
    return result;
}

void Session::control(const std::string& name) {
    control_sql(statements_.sql(name));
}

void Session::control_sql(const std::string& sql) {
    try {
        connection_->session << sql;
    } catch (const soci::soci_error& error) {
        throw translated(error, location_);
    }
}

}  // namespace reformdesk::store
