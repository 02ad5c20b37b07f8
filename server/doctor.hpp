// The command line's `doctor`: what is wrong, and how to mend it.
#pragma once

#include "server/config.hpp"

#include <iosfwd>

namespace reformdesk {

/// Checks the data directory, disk, database, index, Zalo's channels, web files, certificates and clock.
/// Changes nothing. The exit code: 0 when all is well, 1 otherwise.
int doctor(const Config& config, std::ostream& out);

}  // namespace reformdesk
