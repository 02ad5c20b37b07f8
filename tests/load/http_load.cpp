#include "tests/load/http_load.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace reformdesk::load {

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error("http: " + what);
}

// Plain system calls: a client that costs as much as the server would measure itself.
class Client {
  public:
    explicit Client(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            const std::string why = std::strerror(errno);
            ::close(descriptor_);
            fail("connect: " + why);
        }
        const int on = 1;
        ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    ~Client() { ::close(descriptor_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    int descriptor() const { return descriptor_; }
    Clock::time_point sent_at() const { return sent_at_; }
    std::size_t body_bytes() const { return body_bytes_; }

    void send(const std::string& request) {
        filled_ = 0;
        sent_at_ = Clock::now();
        // A request is far smaller than the socket's buffer.
        if (::send(descriptor_, request.data(), request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(request.size())) {
            fail("the server does not take a request");
        }
    }

    // True when the answer is complete.
    bool receive() {
        const auto got =
            ::recv(descriptor_, buffer_.data() + filled_, buffer_.size() - filled_, MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            return false;
        }
        if (got <= 0) {
            fail("the server closed a connection");
        }
        filled_ += static_cast<std::size_t>(got);
        return complete();
    }

  private:
    bool complete() {
        const std::string_view text(buffer_.data(), filled_);
        const auto end = text.find("\r\n\r\n");
        if (end == std::string_view::npos) {
            return false;
        }
        const auto head = text.substr(0, end);
        constexpr std::string_view name = "Content-Length: ";
        const auto field = head.find(name);
        if (!head.starts_with("HTTP/1.1 200") || field == std::string_view::npos) {
            fail("unexpected answer: " + std::string(text.substr(0, 300)));
        }
        std::from_chars(head.data() + field + name.size(), head.data() + head.size(), body_bytes_);
        const auto whole = end + 4 + body_bytes_;
        if (whole > buffer_.size()) {
            fail("an answer is too large for this client");
        }
        return filled_ >= whole;
    }

    int descriptor_;
    Clock::time_point sent_at_;
    std::size_t filled_ = 0;
    std::size_t body_bytes_ = 0;
    std::array<char, 64u << 10> buffer_;
};

class Poll {
  public:
    Poll() : descriptor_(::epoll_create1(EPOLL_CLOEXEC)) {}
    ~Poll() { ::close(descriptor_); }
    Poll(const Poll&) = delete;
    Poll& operator=(const Poll&) = delete;

    void add(Client& client) {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &client;
        ::epoll_ctl(descriptor_, EPOLL_CTL_ADD, client.descriptor(), &event);
    }

    template <class Function>
    void wait(Function ready) {
        std::array<epoll_event, 64> events;
        const int count = ::epoll_wait(descriptor_, events.data(), static_cast<int>(events.size()), 5'000);
        if (count == 0) {
            fail("no answer for five seconds");
        }
        for (int i = 0; i < count; ++i) {
            ready(*static_cast<Client*>(events[static_cast<std::size_t>(i)].data.ptr));
        }
    }

  private:
    int descriptor_;
};

}  // namespace

HttpResult run_http(const HttpLoad& load) {
    Poll poll;
    std::vector<std::unique_ptr<Client>> clients;
    std::size_t next = 0;
    const auto send_next = [&](Client& client) { client.send(load.requests[next++ % load.requests.size()]); };
    for (std::size_t i = 0; i < load.connections; ++i) {
        clients.push_back(std::make_unique<Client>(load.port));
        poll.add(*clients.back());
    }
    HttpResult result;
    std::vector<float> latencies;
    latencies.reserve(1u << 19);
    const auto begun = Clock::now();
    for (const auto& client : clients) {
        send_next(*client);
    }
    auto now = begun;
    while (now < begun + load.time) {
        poll.wait([&](Client& client) {
            if (!client.receive()) {
                return;
            }
            now = Clock::now();
            latencies.push_back(std::chrono::duration<float, std::micro>(now - client.sent_at()).count());
            result.body_bytes = client.body_bytes();
            send_next(client);
        });
    }
    result.requests = latencies.size();
    result.per_second =
        static_cast<double>(result.requests) / std::chrono::duration<double>(now - begun).count();
    result.latency = latency_of(std::move(latencies));
    return result;
}

std::string get_request(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: load\r\nAccept: */*\r\n\r\n";
}

std::string post_request(const std::string& path, const std::string& json) {
    return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: load\r\nAccept: */*\r\n" +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(json.size()) + "\r\n\r\n" +
           json;
}

}  // namespace reformdesk::load
