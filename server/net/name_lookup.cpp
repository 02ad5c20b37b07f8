#include "server/net/name_lookup.hpp"

#include <algorithm>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <netdb.h>

namespace reformdesk::net {

namespace asio = boost::asio;
namespace ip = boost::asio::ip;

namespace {

constexpr std::size_t most_questions = 16;

// One name that is being looked up, and who waits for it.
struct Question {
    std::list<Deadline*> waiting;
    std::optional<Lookup> answer;
};

class Waiting {
  public:
    Waiting(std::shared_ptr<Question> question, Deadline& deadline)
        : question_(std::move(question)),
          place_(question_->waiting.insert(question_->waiting.end(), &deadline)) {}
    ~Waiting() { question_->waiting.erase(place_); }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

  private:
    std::shared_ptr<Question> question_;
    std::list<Deadline*>::iterator place_;
};

}  // namespace

struct NameLookup::State {
    State(asio::io_context& c, BlockingLookup b) : context(&c), blocking(std::move(b)) {}

    std::mutex mutex;           // guards the context alone: everything else belongs to the I/O thread
    asio::io_context* context;  // none after the stop
    const BlockingLookup blocking;
    std::map<std::string, std::shared_ptr<Question>> questions;

    // The question about this host, asked now or before; nothing, and trouble, when it can't be asked.
    static std::shared_ptr<Question> question(const std::shared_ptr<State>& state, const std::string& host,
                                              std::string& trouble) {
        const auto found = state->questions.find(host);
        if (found != state->questions.end()) {
            return found->second;
        }
        if (state->questions.size() >= most_questions) {
            trouble = "too many name lookups at the same time";
            return nullptr;
        }
        try {
            std::thread([state, host] { ask(state, host); }).detach();
        } catch (const std::system_error& failure) {
            trouble = failure.what();
            return nullptr;
        }
        return state->questions.emplace(host, std::make_shared<Question>()).first->second;
    }

    void answer(const std::string& host, Lookup found) {
        const auto place = questions.find(host);
        if (place == questions.end()) {
            return;
        }
        const auto question = std::move(place->second);
        questions.erase(place);
        question->answer = std::move(found);
        for (auto* deadline : question->waiting) {
            deadline->wake();
        }
    }

    static void ask(const std::shared_ptr<State>& state, const std::string& host) {
        Lookup found;
        try {
            found = state->blocking(host);
        } catch (const std::exception& failure) {
            found.trouble = failure.what();
        }
        const std::lock_guard lock(state->mutex);
        if (state->context != nullptr) {
            asio::post(*state->context, [state, host, found = std::move(found)]() mutable {
                state->answer(host, std::move(found));
            });
        }
    }
};

Lookup system_lookup(const std::string& host) {
    Lookup out;
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* first = nullptr;
    const int status = ::getaddrinfo(host.c_str(), nullptr, &hints, &first);
    if (status != 0) {
        out.trouble = ::gai_strerror(status);
        return out;
    }
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(first, ::freeaddrinfo);
    for (const auto* info = first; info != nullptr; info = info->ai_next) {
        ip::tcp::endpoint endpoint;
        if (info->ai_addrlen <= endpoint.capacity()) {
            endpoint.resize(info->ai_addrlen);
            std::copy_n(reinterpret_cast<const char*>(info->ai_addr), info->ai_addrlen,
                        reinterpret_cast<char*>(endpoint.data()));
            out.addresses.push_back(endpoint.address());
        }
    }
    if (out.addresses.empty()) {
        out.trouble = "no address";
    }
    return out;
}

NameLookup::NameLookup(asio::io_context& context, BlockingLookup blocking)
    : state_(std::make_shared<State>(context, std::move(blocking))) {}

NameLookup::~NameLookup() {
    stop();
}

void NameLookup::stop() {
    const std::lock_guard lock(state_->mutex);
    state_->context = nullptr;
}

asio::awaitable<Lookup> NameLookup::find(std::string host, Deadline& deadline) {
    Lookup out;
    boost::system::error_code not_numeric;
    const auto address = ip::make_address(host, not_numeric);
    if (!not_numeric) {
        out.addresses.push_back(address);
        co_return out;
    }
    const auto question = State::question(state_, host, out.trouble);
    if (!question) {
        co_return out;
    }
    const Waiting waiting(question, deadline);
    while (!question->answer && !deadline.over()) {
        co_await deadline.wait();
    }
    if (question->answer) {
        out = *question->answer;
    }
    co_return out;
}

}  // namespace reformdesk::net
