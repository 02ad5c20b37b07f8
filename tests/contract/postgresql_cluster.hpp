// A real PostgreSQL for the tests: the one of REFORMDESK_TEST_POSTGRESQL, or a private one for this process.
#pragma once

#include <string>

namespace reformdesk::contract {

/// The URL of a database where schemas may be created. Starts a server on a Unix socket in a temporary folder
/// when the environment names none; it ends with this process. Throws std::runtime_error when that can't be
/// done: the contract is never passed by not running it.
const std::string& postgresql_url();

}  // namespace reformdesk::contract
