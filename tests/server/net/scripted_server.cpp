#include "tests/server/net/scripted_server.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace reformdesk::net::testing {

namespace {

sockaddr_in local_address(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// On a free port, which it returns.
std::uint16_t listen_on(int descriptor, int queue) {
    auto address = local_address(0);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(descriptor, generic, size) != 0 || ::listen(descriptor, queue) != 0 ||
        ::getsockname(descriptor, generic, &size) != 0) {
        throw std::runtime_error("a test can't listen");
    }
    return ntohs(address.sin_port);
}

}  // namespace

Visit::~Visit() {
    ::close(descriptor_);
}

bool Visit::start_tls(const Issued& issued, int newest) {
    context_.reset(SSL_CTX_new(TLS_server_method()));
    if (newest != 0) {
        SSL_CTX_set_security_level(context_.get(), 0);
        SSL_CTX_set_max_proto_version(context_.get(), newest);
    }
    SSL_CTX_use_certificate(context_.get(), issued.certificate.get());
    SSL_CTX_use_PrivateKey(context_.get(), issued.key.get());
    session_.reset(SSL_new(context_.get()));
    SSL_set_fd(session_.get(), descriptor_);
    return SSL_accept(session_.get()) == 1;
}

long Visit::receive(char* bytes, std::size_t size) {
    return session_ ? SSL_read(session_.get(), bytes, static_cast<int>(size))
                    : ::recv(descriptor_, bytes, size, 0);
}

bool Visit::fill() {
    std::string chunk(16'384, '\0');
    errno = 0;
    const auto got = receive(chunk.data(), chunk.size());
    if (got <= 0) {
        timed_out_ = errno == EAGAIN || errno == EWOULDBLOCK;
        return false;
    }
    received_.append(chunk, 0, static_cast<std::size_t>(got));
    return true;
}

std::optional<std::string> Visit::request_header() {
    auto end = received_.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!fill()) {
            return std::nullopt;
        }
        end = received_.find("\r\n\r\n");
    }
    auto out = received_.substr(0, end + 4);
    received_.erase(0, out.size());
    return out;
}

std::optional<std::string> Visit::request() {
    auto out = request_header();
    if (!out) {
        return std::nullopt;
    }
    constexpr std::string_view name = "Content-Length: ";
    const auto field = out->find(name);
    const auto size = field == std::string::npos ? 0 : std::stoul(out->substr(field + name.size()));
    while (received_.size() < size) {
        if (!fill()) {
            return std::nullopt;
        }
    }
    *out += received_.substr(0, size);
    received_.erase(0, size);
    return out;
}

bool Visit::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const long sent = session_ ? SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size()))
                                   : ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Visit::closed_by_client() {
    while (fill()) {
    }
    return !timed_out_;
}

void Visit::close() {
    if (session_) {
        SSL_shutdown(session_.get());
    }
    cut();
}

void Visit::cut() {
    ::shutdown(descriptor_, SHUT_WR);
}

void Visit::reset() {
    // A connect to nowhere takes the place of the connection, which ends it at once and keeps the descriptor
    // ours.
    sockaddr nowhere{};
    nowhere.sa_family = AF_UNSPEC;
    ::connect(descriptor_, &nowhere, sizeof nowhere);
}

void Visit::abandon() {
    ::shutdown(descriptor_, SHUT_RDWR);
}

ScriptedServer::ScriptedServer(Script script) : script_(std::move(script)) {
    // OpenSSL writes to sockets without MSG_NOSIGNAL.
    std::signal(SIGPIPE, SIG_IGN);
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    port_ = listen_on(listener_, 256);
    acceptor_ = std::thread([this] { accept_all(); });
}

ScriptedServer::~ScriptedServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    for (auto& visit : visits_) {
        visit.abandon();
    }
    for (auto& thread : threads_) {
        thread.join();
    }
}

std::string ScriptedServer::url(const std::string& target, const std::string& scheme_and_host) const {
    return scheme_and_host + ":" + std::to_string(port_) + target;
}

void ScriptedServer::accept_all() {
    for (;;) {
        const int descriptor = ::accept(listener_, nullptr, nullptr);
        if (descriptor < 0) {
            return;
        }
        timeval limit{};
        limit.tv_sec = 10;
        ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        auto& visit = visits_.emplace_back(descriptor, connections_++);
        threads_.emplace_back([this, &visit] {
            script_(visit);
            visit.close();
        });
    }
}

void Gate::open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
}

void Gate::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(10), [this] { return open_; });
}

FullPort::FullPort() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    port_ = listen_on(listener_, 0);
    const auto address = local_address(port_);
    for (int i = 0; i < 4; ++i) {
        const int filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        ::connect(filler, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        fillers_.push_back(filler);
    }
}

FullPort::~FullPort() {
    for (const int filler : fillers_) {
        ::close(filler);
    }
    ::close(listener_);
}

std::string closed_port() {
    const ScriptedServer gone([](Visit&) {});
    return std::to_string(gone.port());
}

std::string response(std::string_view body, std::string_view more_fields, std::string_view status) {
    return "HTTP/1.1 " + std::string(status) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(more_fields) + "\r\n" + std::string(body);
}

ScriptedServer::Script always(std::string answer) {
    return [answer = std::move(answer)](Visit& visit) {
        while (visit.request()) {
            visit.send(answer);
        }
    };
}

ScriptedServer::Script after_request(ScriptedServer::Script next) {
    return [next = std::move(next)](Visit& visit) {
        if (visit.request()) {
            next(visit);
        }
    };
}

}  // namespace reformdesk::net::testing
