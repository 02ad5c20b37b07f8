#include "server/net/https_client.hpp"

#include "server/net/admission.hpp"
#include "server/net/connection_pool.hpp"
#include "server/net/deadline.hpp"
#include "server/net/dialer.hpp"
#include "server/net/request_head.hpp"
#include "server/net/response_reader.hpp"
#include "server/net/url.hpp"

#include <algorithm>
#include <list>
#include <optional>
#include <stdexcept>
#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace reformdesk::net {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

constexpr const char* stopped = "the client has stopped";
constexpr std::chrono::hours longest_deadline{24};  // what is added to the clock must not overflow it

std::optional<Url> read_proxy(const std::string& text) {
    if (text.empty()) {
        return std::nullopt;
    }
    auto url = read_url(text);
    if (!url || url->tls || url->target != "/") {
        throw std::runtime_error("the proxy is not of the form http://host:port");
    }
    return url;
}

ClientResult failed(ClientFailure failure, std::string detail) {
    ClientResult out;
    out.failure = failure;
    out.detail = std::move(detail);
    return out;
}

// A request on one connection.
struct Attempt {
    ClientResult result;
    bool reusable = false;
    bool unwritten = false;   // the server can't have seen any of it
    bool unanswered = false;  // the server ended the connection without a word
};

asio::awaitable<Attempt> attempt_on(Stream& stream, std::shared_ptr<const std::string> text,
                                    ResponseLimits limits, Deadline& deadline) {
    Attempt out;
    if (deadline.over()) {
        out.result = failed(ClientFailure::not_sent, "sending: " + deadline.reason());
        co_return out;
    }
    const auto bytes = asio::buffer(*text);
    error_code write_error;
    const auto written =
        co_await asio::async_write(stream, bytes, asio::redirect_error(asio::use_awaitable, write_error));
    // TLS reports whole records, and of the first one a part may be out.
    if (write_error && written == 0 && stream.tls() == nullptr) {
        out.unwritten = true;
        out.result = failed(ClientFailure::not_sent, "sending: " + write_error.message());
        co_return out;
    }
    // A server that refuses a long body may have answered before it closed.
    ReadResponse read = co_await read_response(stream, limits);
    if (read.response) {
        out.result.response = std::move(*read.response);
        out.reusable = read.reusable && !write_error;
        co_return out;
    }
    out.unanswered = read.cut_off && !read.begun && !deadline.over();
    std::string why = "reading the answer: " + read.trouble;
    if (deadline.over()) {
        why = read.begun ? "in the middle of the answer: " : "waiting for an answer: ";
        why += deadline.reason();
    } else if (write_error) {
        why = "sending: " + write_error.message();
    }
    out.result = failed(ClientFailure::unknown, std::move(why));
    co_return out;
}

}  // namespace

struct HttpsClient::Implementation {
    Implementation(asio::io_context& c, HttpsClientOptions o)
        : context(c),
          options(std::move(o)),
          dialer(c, options.extra_authorities, read_proxy(options.proxy), options.lookup),
          pool(c, PoolLimits{options.idle_connections, options.idle_per_origin, options.idle_time}),
          admission(AdmissionLimits{options.exchanges, options.exchanges_per_origin, options.queue}) {}

    // A deadline that a stop can end.
    class Running {
      public:
        Running(Implementation& client, steady_clock::time_point at)
            : deadline(client.context, at),
              client_(client),
              place_(client.running.insert(client.running.end(), &deadline)) {}
        ~Running() { client_.running.erase(place_); }
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;

        Deadline deadline;

      private:
        Implementation& client_;
        std::list<Deadline*>::iterator place_;
    };

    static asio::awaitable<ClientResult> run(std::shared_ptr<Implementation> self, ClientRequest request) {
        if (self->stopping) {
            co_return failed(ClientFailure::not_sent, stopped);
        }
        const auto url = read_url(request.url);
        if (!url) {
            co_return failed(ClientFailure::not_sent, "the URL is no http or https URL");
        }
        const auto form = self->dialer.has_proxy() && !url->tls ? TargetForm::absolute : TargetForm::origin;
        auto text = write_request(request, *url, form);
        if (!text) {
            co_return failed(ClientFailure::not_sent,
                             url->host + ": the method or a header field is not valid");
        }
        const auto time = std::clamp<std::chrono::milliseconds>(
            request.deadline, std::chrono::milliseconds(0), longest_deadline);
        Running running(*self, steady_clock::now() + time);
        Admission::Place place(self->admission, url->origin(), running.deadline);
        const std::string refusal = co_await place.wait();
        if (!refusal.empty()) {
            co_return failed(ClientFailure::not_sent, url->host + ": " + refusal);
        }
        ResponseLimits limits;
        limits.header_bytes = self->options.header_bytes;
        limits.body_bytes = request.longest_response;
        limits.head_only = request.method == "HEAD";
        Url where = *url;
        auto shared_text = std::make_shared<const std::string>(std::move(*text));
        const bool idempotent = is_idempotent(request.method);
        ClientResult result = co_await self->exchange(std::move(where), std::move(shared_text), limits,
                                                      idempotent, running.deadline);
        co_return result;
    }

    asio::awaitable<ClientResult> exchange(Url url, std::shared_ptr<const std::string> text,
                                           ResponseLimits limits, bool idempotent, Deadline& deadline) {
        // Of what was sent and not answered nobody knows whether it was acted on, whatever becomes of the
        // next.
        auto unsent = ClientFailure::not_sent;
        auto stream = pool.take(url.origin());
        if (stream) {
            deadline.guard(stream.get());
            Attempt attempt = co_await attempt_on(*stream, text, limits, deadline);
            const bool again = attempt.unwritten || (attempt.unanswered && idempotent);
            if (!again || deadline.over()) {
                co_return finish(url, attempt, std::move(stream), deadline);
            }
            if (!attempt.unwritten) {
                unsent = ClientFailure::unknown;
            }
            deadline.guard(nullptr);
            stream.reset();
        }
        Url copy = url;
        Dialed dialed = co_await dialer.dial(std::move(copy), deadline);
        if (!dialed.stream) {
            co_return failed(unsent, dialed.trouble);
        }
        Attempt attempt = co_await attempt_on(*dialed.stream, text, limits, deadline);
        if (attempt.result.failure == ClientFailure::not_sent) {
            attempt.result.failure = unsent;
        }
        co_return finish(url, attempt, std::move(dialed.stream), deadline);
    }

    ClientResult finish(const Url& url, Attempt& attempt, std::unique_ptr<Stream> stream,
                        Deadline& deadline) {
        deadline.guard(nullptr);
        if (attempt.result.failure != ClientFailure::none) {
            attempt.result.detail = url.host + ": " + attempt.result.detail;
        } else if (attempt.reusable && !deadline.over()) {
            pool.put(url.origin(), std::move(stream));
        }
        return std::move(attempt.result);
    }

    void stop() {
        stopping = true;
        for (auto* deadline : running) {
            deadline->end(stopped);
        }
        dialer.stop();
        pool.clear();
    }

    asio::io_context& context;
    const HttpsClientOptions options;
    bool stopping = false;
    Dialer dialer;
    ConnectionPool pool;
    Admission admission;
    std::list<Deadline*> running;
};

HttpsClient::HttpsClient(asio::io_context& context, HttpsClientOptions options)
    : implementation_(std::make_shared<Implementation>(context, std::move(options))) {}

HttpsClient::~HttpsClient() {
    stop();
}

// No coroutine: those begin late, and the client may be gone by then.
asio::awaitable<ClientResult> HttpsClient::request(ClientRequest request) {
    return Implementation::run(implementation_, std::move(request));
}

void HttpsClient::stop() {
    implementation_->stop();
}

ClientCounts HttpsClient::counts() const {
    ClientCounts out;
    out.exchanges = implementation_->admission.exchanges();
    out.queued = implementation_->admission.queued();
    out.idle = implementation_->pool.size();
    return out;
}

}  // namespace reformdesk::net
