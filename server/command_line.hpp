// The command line as a value: what to do, with which configuration and data.
#pragma once

#include "kb_index/evaluation.hpp"
#include "server/access/account.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace reformdesk {

struct ServeCommand {
    std::optional<std::string> address;
    std::optional<std::uint16_t> port;
};
struct KbImportCommand {
    std::vector<std::filesystem::path> files;
};
struct KbExportCommand {
    std::filesystem::path file;
    std::optional<std::filesystem::path> documents;
};
struct KbAskCommand {
    std::string text;
    bool explain = false;
    bool json = false;
    std::optional<kb_index::Date> as_of;
};
struct KbEvaluateCommand {
    std::filesystem::path questions;
    std::vector<std::filesystem::path> kb;  ///< articles, and documents if wanted; none: what is stored
    std::optional<std::filesystem::path> predictions;
    bool json = false;
    kb_index::Variant variant = kb_index::Variant::plain;
    std::optional<kb_index::Date> as_of;
    std::optional<double> precision;
};
struct KbCheckCommand {
    std::optional<kb_index::Date> as_of;
    bool all = false;  ///< every finding, not the first few of each kind
    bool json = false;
};
struct KbSupersedeCommand {
    std::string old_number;
    std::string new_number;
    kb_index::Date from;
};
struct UserAddCommand {
    std::string name;
    std::string display_name;
    access::Role role = access::Role::expert;
};
struct UserListCommand {};
struct UserDisableCommand {
    std::string name;
};
struct UserResetCommand {
    std::string name;
};
struct BackupCommand {
    std::filesystem::path folder;
};
struct RestoreCommand {
    std::filesystem::path folder;
};
struct DoctorCommand {};
struct ZaloConsentCommand {
    std::string code;  ///< empty: only tell where to get one
    std::string oa_id;
    std::string verifier;  ///< empty: the configured one
};

using Command =
    std::variant<ServeCommand, KbImportCommand, KbExportCommand, KbAskCommand, KbEvaluateCommand,
                 KbCheckCommand, KbSupersedeCommand, UserAddCommand, UserListCommand, UserDisableCommand,
                 UserResetCommand, BackupCommand, RestoreCommand, DoctorCommand, ZaloConsentCommand>;

struct CommandLine {
    Command command;
    std::optional<std::filesystem::path> config;
    std::filesystem::path data = "data";
};

/// Nothing to do but to print: the help, or, with code 2, one line about what is wrong.
struct CommandLineExit {
    int code = 0;
    std::string text;
};

/// Reads the arguments after the program's name.
std::variant<CommandLine, CommandLineExit> parse_command_line(std::vector<std::string> arguments);

}  // namespace reformdesk
