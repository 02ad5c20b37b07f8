#include "tests/contract/postgresql_cluster.hpp"

#include "tests/contract/temporary_folder.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace reformdesk::contract {

namespace fs = std::filesystem;

namespace {

using Command = std::vector<std::string>;

constexpr auto server_user = "postgres";

fs::path binaries() {
    fs::path newest;
    std::error_code ignored;
    for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
        if (fs::exists(version.path() / "bin/postgres") && version.path() > newest) {
            newest = version.path();
        }
    }
    if (newest.empty()) {
        throw std::runtime_error(
            "PostgreSQL's server is missing, so its half of the contract can't be tested: "
            "install the package postgresql, or set REFORMDESK_TEST_POSTGRESQL");
    }
    return newest / "bin";
}

// PostgreSQL refuses to run as root. Whoever runs it, it dies with this process.
Command unprivileged(Command command) {
    Command whole{"setpriv", "--pdeathsig=INT"};
    if (::geteuid() == 0) {
        whole.insert(whole.end(), {std::string("--reuid=") + server_user,
                                   std::string("--regid=") + server_user, "--clear-groups"});
    }
    whole.insert(whole.end(), command.begin(), command.end());
    return whole;
}

pid_t spawn(const Command& command, const fs::path& log) {
    std::vector<char*> arguments;
    for (const auto& argument : command) {
        arguments.push_back(const_cast<char*>(argument.c_str()));
    }
    arguments.push_back(nullptr);
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(output, STDOUT_FILENO);
        ::dup2(output, STDERR_FILENO);
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(output);
    return child;
}

std::string content(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

class Cluster {
  public:
    Cluster() {
        const auto bin = binaries();
        if (::geteuid() == 0) {
            const auto* user = ::getpwnam(server_user);
            if (user == nullptr || ::chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) {
                throw std::runtime_error("no user postgres to run the server as");
            }
        }
        // Sorted as Vietnamese by default, to show that we do not depend on the server's own order.
        const auto initdb = spawn(
            unprivileged({bin / "initdb", "-D", data(), "-U", "test", "-A", "trust", "-E", "UTF8",
                          "--no-sync", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=vi-VN"}),
            log());
        int status = 0;
        ::waitpid(initdb, &status, 0);
        if (status != 0) {
            throw std::runtime_error("initdb failed: " + content(log()));
        }
        server_ = spawn(unprivileged({bin / "postgres", "-D", data(), "-k", folder_.path(), "-c",
                                      "listen_addresses=", "-c", "fsync=off"}),
                        log());
        wait_until_ready();
    }

    ~Cluster() {
        ::kill(server_, SIGQUIT);
        ::waitpid(server_, nullptr, 0);
    }

    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    std::string url() const { return "postgresql:///postgres?user=test&host=" + folder_.path().string(); }

  private:
    fs::path data() const { return folder_.path() / "data"; }
    fs::path log() const { return folder_.path() / "log"; }

    // The last line of its pid file is the server's own word on its state.
    void wait_until_ready() {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (content(data() / "postmaster.pid").find("ready") == std::string::npos) {
            if (::waitpid(server_, nullptr, WNOHANG) != 0 || std::chrono::steady_clock::now() > deadline) {
                throw std::runtime_error("PostgreSQL did not start: " + content(log()));
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }

    TemporaryFolder folder_;
    pid_t server_ = 0;
};

}  // namespace

const std::string& postgresql_url() {
    static const std::string url = [] {
        const char* given = std::getenv("REFORMDESK_TEST_POSTGRESQL");
        if (given != nullptr && *given != '\0') {
            return std::string(given);
        }
        static const Cluster cluster;
        return cluster.url();
    }();
    return url;
}

}  // namespace reformdesk::contract
