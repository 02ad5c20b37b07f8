// The command line's `kb supersede`: one document takes the place of another.
#pragma once

#include "server/kb_commands.hpp"

namespace reformdesk {

/// Lists the articles that rest on the old document and opens a review task for each; then the index follows.
int kb_supersede(const KbSupersedeCommand& command, const KbCommandParts& parts);

}  // namespace reformdesk
