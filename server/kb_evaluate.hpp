// The command line's `kb evaluate`: how good the answers are, as numbers.
#pragma once

#include "server/kb_commands.hpp"

namespace reformdesk {

// Exit code 0, or 2 for bad input.

/// Evaluates the knowledge base of the data directory.
int kb_evaluate(const KbEvaluateCommand& command, const KbCommandParts& parts);

/// Evaluates the file `command.kb` in a temporary index; the data directory is not touched and need not be
/// there.
int kb_evaluate_file(const KbEvaluateCommand& command, const Config& config, const desk::Clock& clock,
                     std::ostream& out, std::ostream& err);

/// DESIGN's one-line object.
std::string evaluation_json(const kb_index::Evaluation& evaluation);

}  // namespace reformdesk
