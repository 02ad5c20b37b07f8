#include "server/access/account.hpp"

#include <algorithm>

namespace reformdesk::access {

std::string_view to_string(Role role) {
    switch (role) {
        case Role::administrator:
            return "administrator";
        case Role::expert:
            return "expert";
    }
    return "expert";
}

std::optional<Role> parse_role(std::string_view name) {
    for (const auto role : {Role::administrator, Role::expert}) {
        if (name == to_string(role)) {
            return role;
        }
    }
    return std::nullopt;
}

bool is_account_name(std::string_view name) {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    };
    return name.size() >= 3 && name.size() <= 64 && std::all_of(name.begin(), name.end(), good);
}

}  // namespace reformdesk::access
