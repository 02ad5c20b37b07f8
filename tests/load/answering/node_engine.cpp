#include "tests/load/answering/node_engine.hpp"

#include "connectors/wire/json.hpp"
#include "kb_index/exchange.hpp"
#include "server/exchange_codec.hpp"

#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace reformdesk::load::answering {

namespace {

using connectors::wire::Json;
using connectors::wire::JsonArray;

constexpr connectors::wire::JsonLimits answer_limits{.bytes = 64u << 20, .depth = 4, .values = 10'000'000};

// A process whose stdin and stdout are one socket; it ends when that closes.
class Child {
  public:
    explicit Child(const std::vector<std::string>& command) {
        int ends[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
            throw std::system_error(errno, std::generic_category(), "socketpair");
        }
        std::vector<char*> arguments;
        arguments.reserve(command.size() + 1);
        for (const auto& argument : command) {
            arguments.push_back(const_cast<char*>(argument.c_str()));
        }
        arguments.push_back(nullptr);
        process_ = fork();
        if (process_ == 0) {
            dup2(ends[1], STDIN_FILENO);
            dup2(ends[1], STDOUT_FILENO);
            execvp(arguments[0], arguments.data());
            _exit(127);
        }
        close(ends[1]);
        socket_ = ends[0];
        if (process_ < 0) {
            close(socket_);
            throw std::system_error(errno, std::generic_category(), "fork");
        }
    }
    ~Child() {
        close(socket_);
        waitpid(process_, nullptr, 0);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    void write_line(std::string line) {
        line += '\n';
        for (std::string_view rest = line; !rest.empty();) {
            const auto sent = send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
            need(sent);
            rest.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    std::string read_line() {
        auto end = received_.find('\n');
        while (end == std::string::npos) {
            char buffer[65536];
            const auto size = recv(socket_, buffer, sizeof buffer, 0);
            need(size);
            const auto searched = received_.size();
            received_.append(buffer, static_cast<std::size_t>(size));
            end = received_.find('\n', searched);
        }
        std::string line = received_.substr(0, end);
        received_.erase(0, end + 1);
        return line;
    }

  private:
    static void need(ssize_t transferred) {
        if (transferred <= 0) {
            throw std::runtime_error("a Node process ended early; is tests/load/answering/node installed?");
        }
    }

    pid_t process_ = -1;
    int socket_ = -1;
    std::string received_;
};

Asked asked_of(const Json& answer) {
    Asked asked;
    for (const auto& part : *answer.array()) {
        if (const auto* id = part.text()) {
            asked.ranked.push_back(*id);
        } else {
            asked.microseconds = static_cast<float>(part.number().value());
        }
    }
    return asked;
}

class NodeEngine final : public Engine {
  public:
    explicit NodeEngine(const std::vector<std::string>& command) : child_(command) {
        if (const auto line = child_.read_line(); line != "ready") {
            throw std::runtime_error("a Node process says " + line);
        }
    }

    std::vector<Asked> ask_all(const std::vector<std::string>& questions) override {
        child_.write_line(connectors::wire::write(JsonArray(questions.begin(), questions.end())));
        const auto parsed = connectors::wire::parse(child_.read_line(), answer_limits);
        const auto* answers = std::get_if<Json>(&parsed);
        if (answers == nullptr || answers->array() == nullptr ||
            answers->array()->size() != questions.size()) {
            throw std::runtime_error("a Node process does not answer every question");
        }
        std::vector<Asked> all;
        for (const auto& answer : *answers->array()) {
            all.push_back(asked_of(answer));
        }
        return all;
    }

  private:
    Child child_;
};

std::unique_ptr<Engine> open_worker(const std::string& name, const Material& material) {
    const auto articles = material.folder / "kb.jsonl";
    if (!std::filesystem::exists(articles)) {
        if (const auto problem = kb_index::write_articles(articles, material.articles, JsonExchangeCodec())) {
            throw std::runtime_error(*problem);
        }
    }
    const auto worker = std::filesystem::path(REFORMDESK_SOURCE_DIR) / "tests/load/answering/node/worker.mjs";
    return std::make_unique<NodeEngine>(
        std::vector<std::string>{"node", "--no-warnings", worker.string(), name, articles.string()});
}

}  // namespace

std::unique_ptr<Engine> open_nlpjs(const Material& material) {
    return open_worker("nlpjs", material);
}

std::unique_ptr<Engine> open_minisearch(const Material& material) {
    return open_worker("minisearch", material);
}

std::unique_ptr<Engine> open_minisearch_fuzzy(const Material& material) {
    return open_worker("minisearch-fuzzy", material);
}

}  // namespace reformdesk::load::answering
