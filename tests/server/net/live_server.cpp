#include "tests/server/net/live_server.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>

#include <arpa/inet.h>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace reformdesk::net::testing {

using namespace std::chrono_literals;

ServerOptions quick_options() {
    ServerOptions options;
    options.port = 0;
    options.header_time = 5s;
    options.body_time = 5s;
    options.handler_time = 5s;
    options.write_time = 5s;
    options.idle_time = 5s;
    return options;
}

LiveServer::LiveServer(std::vector<Route> routes, ServerOptions options) : guard_(context_.get_executor()) {
    ServerObserver observer;
    observer.request = [this](const RequestRecord& record) {
        const std::lock_guard lock(mutex_);
        records_.push_back(record);
        recorded_.notify_all();
    };
    observer.trouble = [this](const std::string& what) {
        const std::lock_guard lock(mutex_);
        troubles_.push_back(what);
    };
    server_.emplace(context_, std::move(options), Router(std::move(routes)), observer);
    server_->start();
    thread_ = std::thread([this] { context_.run(); });
}

LiveServer::~LiveServer() {
    stop(0ms).wait();
    guard_.reset();
    thread_.join();
}

ServerCounts LiveServer::counts() {
    return on_io_thread([this] { return server_->counts(); });
}

std::vector<RequestRecord> LiveServer::records(std::size_t expected) {
    // A request is recorded just after its answer is out.
    std::unique_lock lock(mutex_);
    recorded_.wait_for(lock, 5s, [&] { return records_.size() >= expected; });
    return records_;
}

std::vector<std::string> LiveServer::troubles() {
    const std::lock_guard lock(mutex_);
    return troubles_;
}

bool LiveServer::eventually(const std::function<bool(const ServerCounts&)>& expected) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (std::chrono::steady_clock::now() < deadline) {
        if (expected(counts())) {
            return true;
        }
        std::this_thread::yield();
    }
    return false;
}

std::future<void> LiveServer::stop(std::chrono::milliseconds limit,
                                   std::function<void(WebSocket&)> farewell) {
    return boost::asio::co_spawn(context_, server_->stop(limit, std::move(farewell)),
                                 boost::asio::use_future);
}

RawClient::RawClient(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval limit{};
    limit.tv_sec = 10;
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("cannot connect to the server under test");
    }
}

RawClient::~RawClient() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = transmit(bytes.data(), bytes.size());
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::finish_sending() {
    ::shutdown(descriptor_, SHUT_WR);
}

void RawClient::abort() {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(descriptor_);
    descriptor_ = -1;
}

long RawClient::transmit(const char* bytes, std::size_t size) {
    return ::send(descriptor_, bytes, size, MSG_NOSIGNAL);
}

long RawClient::receive(char* bytes, std::size_t size) {
    return ::recv(descriptor_, bytes, size, 0);
}

bool RawClient::fill() {
    std::string chunk(16384, '\0');
    const auto got = receive(chunk.data(), chunk.size());
    if (got <= 0) {
        timed_out_ = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        reset_ = reset_ || (got < 0 && errno == ECONNRESET);
        return false;
    }
    received_.append(chunk, 0, static_cast<std::size_t>(got));
    return true;
}

std::string RawClient::read(std::size_t size) {
    while (received_.size() < size && fill()) {
    }
    auto out = received_.substr(0, size);
    received_.erase(0, out.size());
    return out;
}

std::string RawClient::read_to_end() {
    while (fill()) {
    }
    EXPECT_FALSE(timed_out_) << "the server kept the connection open";
    return std::exchange(received_, {});
}

bool RawClient::closed_by_server() {
    while (fill()) {
    }
    return !timed_out_ && received_.empty();
}

std::optional<Answer> RawClient::answer(bool head) {
    auto end = received_.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!fill()) {
            return std::nullopt;
        }
        end = received_.find("\r\n\r\n");
    }
    Answer out;
    const auto section = read(end + 4);
    out.status = static_cast<unsigned>(std::stoul(section.substr(9, 3)));
    auto line = section.find("\r\n") + 2;
    while (line < end) {
        const auto stop = section.find("\r\n", line);
        const auto colon = section.find(": ", line);
        auto name = section.substr(line, colon - line);
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
        out.headers[name] = section.substr(colon + 2, stop - colon - 2);
        line = stop + 2;
    }
    if (!head && out.headers.contains("content-length")) {
        out.body = read(std::stoul(out.headers["content-length"]));
    }
    return out;
}

std::optional<Answer> ask(std::uint16_t port, std::string_view request) {
    RawClient client(port);
    client.send(request);
    return client.answer();
}

std::uint16_t Frame::close_code() const {
    if (opcode != close_frame || payload.size() < 2) {
        return 0;
    }
    return static_cast<std::uint16_t>(static_cast<unsigned char>(payload[0]) << 8 |
                                      static_cast<unsigned char>(payload[1]));
}

std::string frame(unsigned opcode, std::string_view payload, bool fin) {
    std::string out;
    out += static_cast<char>((fin ? 0x80u : 0u) | opcode);
    const auto size = payload.size();
    const int bytes = size < 126 ? 0 : size < 65536 ? 2 : 8;
    out += static_cast<char>(0x80u | (bytes == 0 ? size : bytes == 2 ? 126 : 127));
    for (int i = bytes - 1; i >= 0; --i) {
        out += static_cast<char>(size >> (8 * i) & 0xff);
    }
    constexpr std::string_view mask = "\x12\x34\x56\x78";
    out += mask;
    for (std::size_t i = 0; i < size; ++i) {
        out += static_cast<char>(payload[i] ^ mask[i % 4]);
    }
    return out;
}

std::string handshake(std::string_view path, std::string_view more_fields) {
    return "GET " + std::string(path) +
           " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
           std::string(more_fields) + "\r\n";
}

std::optional<Frame> read_frame(RawClient& client) {
    const auto head = client.read(2);
    if (head.size() < 2) {
        return std::nullopt;
    }
    Frame out;
    out.opcode = static_cast<unsigned char>(head[0]) & 15u;
    out.fin = (static_cast<unsigned char>(head[0]) & 0x80u) != 0;
    std::size_t size = static_cast<unsigned char>(head[1]);
    if (size >= 126) {
        const auto more = client.read(size == 126 ? 2 : 8);
        size = 0;
        for (const char c : more) {
            size = size << 8 | static_cast<unsigned char>(c);
        }
    }
    out.payload = client.read(size);
    if (out.payload.size() < size) {
        return std::nullopt;
    }
    return out;
}

namespace {

Route route(std::string method, std::string pattern, std::function<Response(const Request&)> answer,
            std::size_t body_bytes) {
    Route out;
    out.method = std::move(method);
    out.pattern = std::move(pattern);
    out.body_bytes = body_bytes;
    const auto shared = std::make_shared<std::function<Response(const Request&)>>(std::move(answer));
    out.handler = Handler([shared](RequestPointer request) -> boost::asio::awaitable<Response> {
        co_return (*shared)(*request);
    });
    return out;
}

}  // namespace

Route get(std::string pattern, std::function<Response(const Request&)> answer, std::size_t body_bytes) {
    return route("GET", std::move(pattern), std::move(answer), body_bytes);
}

Route post(std::string pattern, std::function<Response(const Request&)> answer, std::size_t body_bytes) {
    return route("POST", std::move(pattern), std::move(answer), body_bytes);
}

Route websocket(std::string pattern, WebSocketHandler handler, WebSocketLimits limits) {
    Route out;
    out.pattern = std::move(pattern);
    out.handler = std::move(handler);
    out.websocket = limits;
    return out;
}

boost::asio::awaitable<void> echo(std::shared_ptr<WebSocket> socket) {
    for (;;) {
        auto message = co_await socket->receive();
        if (!message) {
            co_return;
        }
        socket->send(std::make_shared<const std::string>(std::move(*message)));
    }
}

Response text(std::string body) {
    Response response;
    response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
    response.body = std::move(body);
    return response;
}

}  // namespace reformdesk::net::testing
