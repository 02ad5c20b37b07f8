// The command line's `kb check`: what an editor should look at.
#pragma once

#include "server/kb_commands.hpp"

namespace reformdesk {

/// Prints what is wrong and what will fall due. Exit code 0 when nothing is wrong, 1 otherwise.
int kb_check(const KbCheckCommand& command, const KbCommandParts& parts);

}  // namespace reformdesk
