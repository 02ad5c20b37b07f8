// What can be wrong with a database, told in Vietnamese and by a kind that programs can ask.
#pragma once

#include "server/desk/store.hpp"

#include <string>

namespace reformdesk::store {

enum class DatabaseFault {
    bad_url,         ///< neither sqlite:// nor postgresql://
    newer_schema,    ///< written by a newer program
    not_a_database,  ///< empty, garbage, or somebody else's
    damaged,         ///< truncated or corrupt
    read_only,       ///< this process may not write
    unreachable,     ///< no such folder, no such server, wrong password
    full,            ///< no space left
    busy,            ///< held by another program for too long
    conflict,        ///< lost against another transaction; the same again may succeed
    connection_lost,
    other,
};

/// what() is a Vietnamese sentence for the operator. It holds no message text and no password.
struct DatabaseError : desk::StoreError {
    DatabaseError(DatabaseFault kind, const std::string& message) : StoreError(message), fault(kind) {}

    DatabaseFault fault;
};

}  // namespace reformdesk::store
