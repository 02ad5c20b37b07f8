// The command line's `kb …`: what an editor does with the knowledge base.
#pragma once

#include "server/command_line.hpp"
#include "server/config.hpp"
#include "server/desk/clock.hpp"
#include "server/desk/store.hpp"

#include <chrono>
#include <filesystem>
#include <iosfwd>

namespace reformdesk {

/// What the commands stand on.
struct KbCommandParts {
    const Config& config;
    desk::ArticleStore& articles;
    desk::DocumentStore& documents;
    const desk::Clock& clock;
    std::ostream& out;
    std::ostream& err;
    /// How long to wait while another process writes the index.
    std::chrono::milliseconds index_patience = std::chrono::seconds(30);
};

/// What is said when the store has changed and the index could not follow.
std::string index_is_late(const Config& config);

// Each returns the exit code: 0; 2 for bad input, and then nothing was changed. A failing database or index
// throws.

/// Reads all files, or reports every bad line and changes nothing; then brings the index up to date, or, when
/// another process keeps writing it, leaves that to the running server and says so.
int kb_import(const KbImportCommand& command, const KbCommandParts& parts);
int kb_export(const KbExportCommand& command, const KbCommandParts& parts);
int kb_ask(const KbAskCommand& command, const KbCommandParts& parts);

}  // namespace reformdesk
