// An Official Account that was granted access, with everything that sends for it: fake servers, store and
// clock.
#pragma once

#include "connectors/zalo_oa/connector.hpp"
#include "tests/fakes/http_client.hpp"
#include "tests/fakes/token_store.hpp"

#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa::testing {

using namespace std::chrono_literals;

inline constexpr auto send_path = "/v3.0/oa/message/cs";
inline constexpr auto group_path = "/v3.0/oa/group/message";
inline constexpr auto token_path = "/v4/oa/access_token";
inline constexpr auto history_path = "/v2.0/oa/conversation";
inline constexpr auto group_history_path = "/v3.0/oa/group/conversation";

inline constexpr auto app_secret = "app-secret-5c1f";
inline constexpr auto oa_id = "4318000000000000001";
/// Tuesday, 24 November 2026, 10:00 in Vietnam.
inline constexpr Timestamp a_tuesday{std::chrono::milliseconds{1'795'489'200'000}};

inline HttpResult error_answer(std::int64_t code) {
    return fakes::answered(R"({"error":)" + std::to_string(code) + R"(,"message":"because"})");
}

inline HttpResult sent_answer(const std::string& id) {
    return fakes::answered(R"({"data":{"message_id":")" + id + R"("},"error":0,"message":"Success"})");
}

inline std::string header(const HttpRequest& request, const std::string& name) {
    for (const auto& [key, value] : request.headers) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

/// Zalo's token server: each refresh token works once.
class TokenServer {
  public:
    explicit TokenServer(std::string refresh_token) : good_(std::move(refresh_token)) {}

    HttpResult answer(const HttpRequest& request) {
        ++asked_;
        if (request.body.find("refresh_token=" + good_) == std::string::npos) {
            return error_answer(-14014);
        }
        good_ = "refresh-" + std::to_string(++issued_);
        const auto access = "access-" + std::to_string(issued_);
        return fakes::answered(R"({"access_token":")" + access + R"(","refresh_token":")" + good_ +
                               R"(","expires_in":"90000"})");
    }
    int asked() const { return asked_; }
    int issued() const { return issued_; }

  private:
    std::string good_;
    int asked_ = 0;
    int issued_ = 0;
};

/// Of one server process.
struct Process {
    Process(boost::asio::io_context& context, HttpClient& http, TokenStore& store, const Clock& clock,
            const std::string& name, std::vector<std::string>& warnings)
        : tokens(context.get_executor(), http, store, clock, token_options(name),
                 [&warnings](const std::string& text) { warnings.push_back(text); }),
          connector(http, tokens, clock, connector_options()) {}

    static TokenOptions token_options(const std::string& name) {
        TokenOptions options;
        options.refresh.oauth.app_id = "2718";
        options.refresh.oauth.app_secret = app_secret;
        options.refresh.owner = name;
        options.refresh.poll = 1ms;
        return options;
    }
    static ConnectorOptions connector_options() {
        ConnectorOptions options;
        options.api.app_secret = app_secret;
        options.api.send_proof = true;
        return options;
    }

    Tokens tokens;
    OaConnector connector;
};

class AccountTest : public ::testing::Test {
  protected:
    AccountTest() {
        store.stored = StoredTokens();
        store.stored->oa_id = oa_id;
        store.stored->generation = 7;
        store.stored->pair = {"access-0", "refresh-0", a_tuesday - 10h, a_tuesday + 15h,
                              a_tuesday + 90 * 24h};
        http.always(token_path, [this](const auto& request) { return token_server.answer(request); });
    }

    template <class Result>
    Result run(boost::asio::awaitable<Result> work) {
        std::optional<Result> result;
        std::exception_ptr failure;
        boost::asio::co_spawn(context, std::move(work), [&](std::exception_ptr error, Result value) {
            failure = error;
            result = std::move(value);
        });
        go_on();
        if (failure) {
            std::rethrow_exception(failure);
        }
        return std::move(result.value());
    }

    void run(boost::asio::awaitable<void> work) {
        boost::asio::co_spawn(context, std::move(work), [](std::exception_ptr error) {
            if (error) {
                std::rethrow_exception(error);
            }
        });
        go_on();
    }

    /// Until nothing is left to do.
    void go_on() {
        context.run();
        context.restart();
    }

    /// Without waiting for what is held back.
    void do_what_can_be_done() {
        while (context.poll() > 0) {
        }
        context.restart();
    }

    /// What run() does every minute, once; nothing is refreshed after that.
    void look_after(Tokens& tokens) {
        boost::asio::co_spawn(context, tokens.run(), boost::asio::detached);
        do_what_can_be_done();
        run(tokens.finish());
    }

    DeliveryResult send(const OutboundMessage& message) { return run(process.connector.send(message)); }

    static OutboundMessage message_to(const std::string& conversation, const std::string& text) {
        OutboundMessage message;
        message.delivery = 41;
        message.channel = Channel::zalo_oa;
        message.conversation = conversation;
        message.sequence = 3;
        message.text = text;
        return message;
    }

    Timestamp now = a_tuesday;
    boost::asio::io_context context;
    fakes::HttpClient http;
    fakes::TokenStore store;
    TokenServer token_server{"refresh-0"};
    std::vector<std::string> warnings;
    Process process{context, http, store, [this] { return now; }, "process-1", warnings};
};

}  // namespace reformdesk::connectors::zalo_oa::testing
