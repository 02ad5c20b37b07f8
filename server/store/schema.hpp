// Brings a database to the newest version of the schema, or refuses it.
#pragma once

#include "server/store/session.hpp"

namespace reformdesk::store {

/// Whether there is a schema of ours at all.
bool has_schema(Session& session);

/// Runs the migrations that are missing, all of them in one transaction. Throws DatabaseError: newer_schema
/// when the database is ahead of this program, read_only when it can't be written.
void migrate(Session& session, const Location& location, Timestamp now);

}  // namespace reformdesk::store
