#include "server/net/dialer.hpp"

#include "server/net/request_head.hpp"
#include "server/net/response_reader.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace reformdesk::net {

namespace asio = boost::asio;
namespace ip = boost::asio::ip;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t tunnel_header_bytes = 16u << 10;

asio::ssl::context make_tls(const std::filesystem::path& extra_authorities) {
    asio::ssl::context tls(asio::ssl::context::tls_client);
    tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                    asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                    asio::ssl::context::no_tlsv1_1);
    tls.set_verify_mode(asio::ssl::verify_peer);
    tls.set_default_verify_paths();
    if (!extra_authorities.empty()) {
        error_code error;
        tls.load_verify_file(extra_authorities.string(), error);
        if (error) {
            throw std::runtime_error("cannot use the certificate authorities " + extra_authorities.string() +
                                     ": " + error.message());
        }
    }
    return tls;
}

// Tells the server which name is wanted, and OpenSSL which name the certificate must carry. False when the
// name can't be one of a certificate.
bool expect_name(SSL* session, const std::string& host) {
    error_code not_numeric;
    ip::make_address(host, not_numeric);
    if (!not_numeric) {
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1;
    }
    SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(session, host.c_str()) == 1 && SSL_set_tlsext_host_name(session, host.c_str()) == 1;
}

std::string handshake_trouble(SSL* session, const error_code& error) {
    const long verdict = SSL_get_verify_result(session);
    if (verdict != X509_V_OK) {
        return std::string("the certificate was refused: ") + X509_verify_cert_error_string(verdict);
    }
    return "TLS handshake: " + error.message();
}

// Half of what is left for each address but the last, so that one that doesn't answer leaves time for the
// others.
steady_clock::time_point attempt_end(steady_clock::time_point deadline, bool last) {
    const auto now = steady_clock::now();
    return last ? deadline : now + (deadline - now) / 2;
}

}  // namespace

Dialer::Dialer(asio::io_context& context, const std::filesystem::path& extra_authorities,
               std::optional<Url> proxy, BlockingLookup lookup)
    : context_(context),
      tls_(make_tls(extra_authorities)),
      proxy_(std::move(proxy)),
      lookup_(context, std::move(lookup)) {}

asio::awaitable<Dialed> Dialer::dial(Url url, Deadline& deadline) {
    Url first_hop = proxy_.value_or(url);
    const std::string who = proxy_ ? "proxy " + first_hop.host : url.host;
    Dialed dialed = co_await connect(std::move(first_hop), deadline);
    if (!dialed.stream) {
        dialed.trouble = who + ": " + dialed.trouble;
        co_return dialed;
    }
    if (!url.tls) {
        co_return dialed;
    }
    if (proxy_) {
        Url behind = url;
        dialed.trouble = co_await open_tunnel(*dialed.stream, std::move(behind));
        if (deadline.over()) {
            dialed.trouble = "opening a tunnel: " + deadline.reason();
        }
        if (!dialed.trouble.empty()) {
            dialed.trouble = who + ": " + dialed.trouble;
            deadline.guard(nullptr);
            dialed.stream.reset();
            co_return dialed;
        }
    }
    std::string host = url.host;
    Dialed secured = co_await secure(std::move(dialed.stream), std::move(host), deadline);
    if (!secured.stream) {
        secured.trouble = url.host + ": " + secured.trouble;
    }
    co_return secured;
}

asio::awaitable<Dialed> Dialer::connect(Url url, Deadline& deadline) {
    Dialed out;
    std::string host = url.host;
    const Lookup found = co_await lookup_.find(std::move(host), deadline);
    if (deadline.over()) {
        out.trouble = "looking up the name: " + deadline.reason();
        co_return out;
    }
    out.trouble = found.trouble;
    for (std::size_t i = 0; i < found.addresses.size(); ++i) {
        auto stream = std::make_unique<Stream>(Socket(context_), nullptr);
        deadline.guard(stream.get());
        const auto until = attempt_end(deadline.at(), i + 1 == found.addresses.size());
        bool late = false;
        const Alarm alarm(context_, until, [&late, &stream] {
            late = true;
            stream->close();
        });
        const ip::tcp::endpoint endpoint(found.addresses[i], url.port);
        error_code error;
        co_await stream->socket().async_connect(endpoint, asio::redirect_error(asio::use_awaitable, error));
        if (!error && !late && !deadline.over()) {
            stream->socket().set_option(ip::tcp::no_delay(true), error);
            out.trouble.clear();
            out.stream = std::move(stream);
            co_return out;
        }
        deadline.guard(nullptr);
        if (deadline.over()) {
            out.trouble = "connecting: " + deadline.reason();
            co_return out;
        }
        if (late) {
            error = asio::error::timed_out;
        }
        out.trouble = "connecting: " + error.message();
    }
    co_return out;
}

// Empty when the tunnel stands.
asio::awaitable<std::string> Dialer::open_tunnel(Stream& stream, Url url) {
    const auto text = write_connect(url);
    const auto bytes = asio::buffer(text);
    error_code error;
    co_await asio::async_write(stream, bytes, asio::redirect_error(asio::use_awaitable, error));
    if (error) {
        co_return "asking for a tunnel: " + error.message();
    }
    ResponseLimits limits;
    limits.header_bytes = tunnel_header_bytes;
    limits.head_only = true;
    const ReadResponse answer = co_await read_response(stream, limits);
    if (!answer.response) {
        co_return "asking for a tunnel: " + answer.trouble;
    }
    const auto status = answer.response->status;
    if (status < 200 || status >= 300) {
        co_return "no tunnel, status " + std::to_string(status);
    }
    // The server at the other end has nothing to say before the handshake.
    if (answer.left_over) {
        co_return std::string("the proxy sent more than its answer");
    }
    co_return std::string();
}

asio::awaitable<Dialed> Dialer::secure(std::unique_ptr<Stream> plain, std::string host, Deadline& deadline) {
    Dialed out;
    auto stream = std::make_unique<Stream>(std::move(plain->socket()), &tls_);
    deadline.guard(stream.get());
    auto* session = stream->tls()->native_handle();
    error_code error;
    bool named = expect_name(session, host);
    if (named) {
        co_await stream->tls()->async_handshake(asio::ssl::stream_base::client,
                                                asio::redirect_error(asio::use_awaitable, error));
    }
    if (named && !error && !deadline.over()) {
        out.stream = std::move(stream);
        co_return out;
    }
    deadline.guard(nullptr);
    if (!named) {
        out.trouble = "the host can't have a certificate";
    } else if (deadline.over()) {
        out.trouble = "TLS handshake: " + deadline.reason();
    } else {
        out.trouble = handshake_trouble(session, error);
    }
    co_return out;
}

}  // namespace reformdesk::net
