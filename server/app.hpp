// The composition root: builds everything in order, starts, drains, stops in reverse.
#pragma once

#include "server/config.hpp"
#include "server/log.hpp"

namespace reformdesk {

/// Serves until SIGTERM or SIGINT; returns the exit code. What keeps it from starting goes to standard error
/// in Vietnamese, for the operator.
int serve(const Config& config, const Log& log);

}  // namespace reformdesk
