// The command line's `kb check`: what an editor should look at.
#pragma once

#include "server/kb_commands.hpp"

#include <filesystem>

namespace reformdesk {

/// Where Debian's hunspell-vi lies; without the endings of its two files.
inline constexpr const char* hunspell_vi = "/usr/share/hunspell/vi_VN";

/// Prints what is wrong and what deserves a look, by kind; what falls due within 60 days, or until the day
/// asked for. Spelling is left out where there is no dictionary. Exit code 0 when nothing is wrong, 1
/// otherwise.
int kb_check(const KbCheckCommand& command, const KbCommandParts& parts,
             const std::filesystem::path& dictionary = hunspell_vi);

}  // namespace reformdesk
