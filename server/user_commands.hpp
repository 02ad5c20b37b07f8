// The command line's `user …`: accounts of the console.
#pragma once

#include "server/access/access.hpp"

#include <iosfwd>
#include <string>

namespace reformdesk {

// Each returns the exit code: 0, or 2 when the input is bad; then nothing was changed.

/// Prints the one-time password once.
int user_add(access::Access& access, const std::string& name, const std::string& display_name,
             access::Role role, std::ostream& out, std::ostream& err);
int user_list(access::Access& access, std::ostream& out);
int user_disable(access::Access& access, const std::string& name, std::ostream& out, std::ostream& err);
/// Prints a new one-time password once.
int user_reset(access::Access& access, const std::string& name, std::ostream& out, std::ostream& err);

}  // namespace reformdesk
