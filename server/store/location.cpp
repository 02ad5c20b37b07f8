#include "server/store/location.hpp"

#include "server/store/database_error.hpp"

namespace reformdesk::store {

namespace {

constexpr std::string_view sqlite_scheme = "sqlite://";
constexpr std::string_view postgresql_schemes[] = {"postgresql://", "postgres://"};

Location sqlite_location(const std::string& path) {
    // A quotation mark would end the name in SOCI's connection string.
    if (path.empty() || path.ends_with('/') || path.find_first_of("\"\n\0") != std::string::npos) {
        throw DatabaseError(DatabaseFault::bad_url,
                            "Địa chỉ cơ sở dữ liệu sqlite:// phải có tên tệp, không chứa dấu ngoặc kép");
    }
    Location location;
    location.dialect = Dialect::sqlite;
    location.file = std::filesystem::absolute(path).lexically_normal();
    location.name = location.file.string();
    return location;
}

// "postgresql://user:secret@host/name?password=…" without everything that may hold the password.
std::string without_password(const std::string& url) {
    const auto scheme_end = url.find("://") + 3;
    const auto rest = url.substr(scheme_end, url.find('?') - scheme_end);
    const auto host = rest.rfind('@');
    return url.substr(0, scheme_end) + (host == std::string::npos ? rest : rest.substr(host + 1));
}

}  // namespace

Location parse_location(const std::string& url) {
    if (url.starts_with(sqlite_scheme)) {
        return sqlite_location(url.substr(sqlite_scheme.size()));
    }
    for (const auto scheme : postgresql_schemes) {
        if (url.starts_with(scheme)) {
            return {Dialect::postgresql, {}, url, without_password(url)};
        }
    }
    throw DatabaseError(DatabaseFault::bad_url,
                        "Địa chỉ cơ sở dữ liệu phải bắt đầu bằng sqlite:// hoặc postgresql://");
}

}  // namespace reformdesk::store
