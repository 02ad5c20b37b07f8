// An HttpsClient with a thread of its own, asked from the test's thread.
#pragma once

#include "server/net/https_client.hpp"

#include <chrono>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

namespace reformdesk::net::testing {

inline ClientRequest request_to(const std::string& url, const std::string& method = "GET") {
    ClientRequest out;
    out.method = method;
    out.url = url;
    return out;
}

inline ClientRequest post_to(const std::string& url,
                             std::chrono::milliseconds deadline = std::chrono::seconds(10)) {
    auto out = request_to(url, "POST");
    out.body = "body";
    out.deadline = deadline;
    return out;
}

inline Lookup addresses(const std::vector<std::string>& texts) {
    Lookup out;
    for (const auto& text : texts) {
        out.addresses.push_back(boost::asio::ip::make_address(text));
    }
    return out;
}

inline HttpsClientOptions with_names(BlockingLookup lookup) {
    HttpsClientOptions options;
    options.lookup = std::move(lookup);
    return options;
}

/// Looks again and again; false after ten seconds.
inline bool eventually(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < end) {
        if (condition()) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return false;
}

class LiveClient {
  public:
    explicit LiveClient(HttpsClientOptions options = HttpsClientOptions())
        : guard_(context_.get_executor()), client_(std::in_place, context_, std::move(options)) {
        thread_ = std::thread([this] { context_.run(); });
    }
    ~LiveClient() {
        on_io_thread([this] { client_.reset(); });
        guard_.reset();
        thread_.join();
    }
    LiveClient(const LiveClient&) = delete;
    LiveClient& operator=(const LiveClient&) = delete;

    std::future<ClientResult> start(ClientRequest request) {
        return boost::asio::co_spawn(context_, client_->request(std::move(request)), boost::asio::use_future);
    }
    ClientResult ask(ClientRequest request) { return start(std::move(request)).get(); }
    ClientResult get(std::string url) {
        ClientRequest request;
        request.url = std::move(url);
        return ask(std::move(request));
    }
    ClientResult post(std::string url, std::string body = "body") {
        ClientRequest request;
        request.method = "POST";
        request.url = std::move(url);
        request.body = std::move(body);
        return ask(std::move(request));
    }

    ClientCounts counts() {
        ClientCounts out;
        on_io_thread([&] { out = client_->counts(); });
        return out;
    }
    void stop() {
        on_io_thread([this] { client_->stop(); });
    }

  private:
    void on_io_thread(const std::function<void()>& function) {
        std::promise<void> done;
        boost::asio::post(context_, [&] {
            function();
            done.set_value();
        });
        done.get_future().get();
    }

    boost::asio::io_context context_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
    std::optional<HttpsClient> client_;
    std::thread thread_;
};

}  // namespace reformdesk::net::testing
