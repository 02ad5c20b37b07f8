#include "kb_index/searcher.hpp"
#include "server/access/access.hpp"
#include "server/app.hpp"
#include "server/backup.hpp"
#include "server/command_line.hpp"
#include "server/config.hpp"
#include "server/doctor.hpp"
#include "server/kb_check.hpp"
#include "server/kb_commands.hpp"
#include "server/kb_evaluate.hpp"
#include "server/kb_supersede.hpp"
#include "server/log.hpp"
#include "server/store/database.hpp"
#include "server/system_clock.hpp"
#include "server/user_commands.hpp"
#include "server/zalo_consent.hpp"

#include <iostream>
#include <string>
#include <vector>

namespace reformdesk {
namespace {

constexpr int bad_input = 2;

// Runs one command; what a command does not need (the database, above all) is not opened for it.
struct Runner {
    const Config& config;
    SystemClock clock = {};

    int operator()(const ServeCommand&) {
        std::filesystem::create_directories(config.data);
        const Log log(config.log_level, config.log_format);
        return serve(config, log);
    }
    int operator()(const BackupCommand& command) {
        return backup(config, command.folder, std::cout, std::cerr);
    }
    int operator()(const RestoreCommand& command) {
        return restore(config, command.folder, std::cout, std::cerr);
    }
    int operator()(const DoctorCommand&) { return doctor(config, std::cout); }

    int operator()(const KbEvaluateCommand& command) {
        if (!command.kb.empty()) {
            return kb_evaluate_file(command, config, clock, std::cout, std::cerr);
        }
        return with_articles([&](const KbCommandParts& parts) { return kb_evaluate(command, parts); });
    }
    int operator()(const KbImportCommand& command) {
        return with_articles([&](const KbCommandParts& parts) { return kb_import(command, parts); });
    }
    int operator()(const KbExportCommand& command) {
        return with_articles([&](const KbCommandParts& parts) { return kb_export(command, parts); });
    }
    int operator()(const KbAskCommand& command) {
        return with_articles([&](const KbCommandParts& parts) { return kb_ask(command, parts); });
    }
    int operator()(const KbCheckCommand& command) {
        return with_articles([&](const KbCommandParts& parts) { return kb_check(command, parts); });
    }

    int operator()(const KbSupersedeCommand& command) {
        return with_articles([&](const KbCommandParts& parts) { return kb_supersede(command, parts); });
    }

    int operator()(const UserAddCommand& command) {
        return with_access([&](access::Access& access) {
            return user_add(access, command.name, command.display_name, command.role, std::cout, std::cerr);
        });
    }
    int operator()(const UserListCommand&) {
        return with_access([](access::Access& access) { return user_list(access, std::cout); });
    }
    int operator()(const UserDisableCommand& command) {
        return with_access(
            [&](access::Access& access) { return user_disable(access, command.name, std::cout, std::cerr); });
    }
    int operator()(const UserResetCommand& command) {
        return with_access(
            [&](access::Access& access) { return user_reset(access, command.name, std::cout, std::cerr); });
    }

    int operator()(const ZaloConsentCommand& command) {
        std::filesystem::create_directories(config.data);
        store::Database database(store_url(config));
        return zalo_consent(command, {config, database, clock, std::cout, std::cerr});
    }

  private:
    template <class Work>
    int with_articles(const Work& work) {
        std::filesystem::create_directories(config.data);
        store::Database database(store_url(config));
        return work(KbCommandParts{config, database, database, clock, std::cout, std::cerr});
    }
    template <class Work>
    int with_access(const Work& work) {
        std::filesystem::create_directories(config.data);
        store::Database database(store_url(config));
        access::Access access(database, [this] { return clock.now(); });
        return work(access);
    }
};

int run(int argc, char** argv) {
    auto parsed = parse_command_line(std::vector<std::string>(argv + 1, argv + argc));
    if (const auto* exit = std::get_if<CommandLineExit>(&parsed)) {
        (exit->code == 0 ? std::cout : std::cerr) << exit->text;
        return exit->code;
    }
    auto& line = std::get<CommandLine>(parsed);
    auto read = read_config(line.config);
    if (const auto* problems = std::get_if<std::vector<ConfigProblem>>(&read)) {
        for (const auto& problem : *problems) {
            std::cerr << to_line(problem) << "\n";
        }
        return bad_input;
    }
    auto& config = std::get<Config>(read);
    config.data = line.data;
    if (const auto* serve = std::get_if<ServeCommand>(&line.command)) {
        config.address = serve->address.value_or(config.address);
        config.port = serve->port.value_or(config.port);
    }
    Runner runner{config};
    return std::visit(runner, line.command);
}

}  // namespace
}  // namespace reformdesk

int main(int argc, char** argv) {
    try {
        return reformdesk::run(argc, argv);
    } catch (const reformdesk::kb_index::IndexError& error) {
        std::cerr << "Không làm được: chỉ mục không đọc hoặc ghi được (" << error.what()
                  << "). Hãy chạy: reformdesk doctor\n";
        return 1;
    } catch (const std::exception& error) {
        std::cerr << "Không làm được: " << error.what() << "\n";
        return 1;
    }
}
