// A foreign HTTP server that answers what the test tells it.
//
//   fakes::HttpClient http;
//   http.once("/message/cs", fakes::answered(R"({"error":-216})"));
//   http.always("/message/cs", [](const auto& request) { return fakes::answered(R"({"error":0})"); });
#pragma once

#include "connectors/http_client.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

namespace reformdesk::fakes {

/// Header names in lower case.
inline connectors::HttpResult answered(std::string body, int status = 200,
                                       std::vector<std::pair<std::string, std::string>> headers = {}) {
    connectors::HttpResult result;
    result.response.status = status;
    result.response.headers = std::move(headers);
    result.response.body = std::move(body);
    return result;
}

/// HttpFailure::unknown: something was sent and no whole answer came.
inline connectors::HttpResult unanswered() {
    connectors::HttpResult result;
    result.failure = connectors::HttpFailure::unknown;
    result.detail = "timeout";
    return result;
}

/// HttpFailure::not_sent: the server can't have acted.
inline connectors::HttpResult unsent() {
    connectors::HttpResult result;
    result.failure = connectors::HttpFailure::not_sent;
    result.detail = "connection refused";
    return result;
}

/// Lives on one thread, as its users do. Remembers every request. A request that nobody scripted fails the
/// test and gets `unsent`.
class HttpClient : public connectors::HttpClient {
  public:
    using Answer = std::function<connectors::HttpResult(const connectors::HttpRequest&)>;

    /// Answers the next request whose URL holds `part_of_url`, once; several for the same part in this order.
    void once(std::string part_of_url, connectors::HttpResult result) {
        once_.push_back(
            {std::move(part_of_url), [result = std::move(result)](const auto&) { return result; }});
    }
    /// Answers every such request for which nothing is left that was given once. The newest counts. The call
    /// is when the request arrives; what it does stands for what the server does, whatever becomes of the
    /// answer.
    void always(std::string part_of_url, Answer answer) {
        always_.insert(always_.begin(), Rule{std::move(part_of_url), std::move(answer)});
    }
    void always(std::string part_of_url, connectors::HttpResult result) {
        always(std::move(part_of_url), [result = std::move(result)](const auto&) { return result; });
    }

    /// Answers to such requests are kept back until release(): many are under way at once.
    void hold(std::string part_of_url) { held_.push_back(std::move(part_of_url)); }
    void release() {
        held_.clear();
        for (const auto& waiting : waiting_) {
            waiting->cancel();
        }
        waiting_.clear();
    }

    const std::vector<connectors::HttpRequest>& requests() const { return requests_; }
    std::vector<connectors::HttpRequest> requests(const std::string& part_of_url) const {
        std::vector<connectors::HttpRequest> found;
        std::copy_if(requests_.begin(), requests_.end(), std::back_inserter(found),
                     [&](const auto& request) { return holds(request, part_of_url); });
        return found;
    }
    std::size_t count(const std::string& part_of_url) const { return requests(part_of_url).size(); }

    boost::asio::awaitable<connectors::HttpResult> request(connectors::HttpRequest request) override {
        requests_.push_back(request);
        connectors::HttpResult result = answer_to(request);
        const bool held =
            std::any_of(held_.begin(), held_.end(), [&](const auto& part) { return holds(request, part); });
        if (held) {
            const auto executor = co_await boost::asio::this_coro::executor;
            const auto timer = std::make_shared<boost::asio::steady_timer>(executor);
            timer->expires_at(boost::asio::steady_timer::time_point::max());
            waiting_.push_back(timer);
            boost::system::error_code ignored;
            co_await timer->async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
        }
        co_return result;
    }

  private:
    struct Rule {
        std::string part_of_url;
        Answer answer;
    };

    static bool holds(const connectors::HttpRequest& request, const std::string& part_of_url) {
        return request.url.find(part_of_url) != std::string::npos;
    }

    connectors::HttpResult answer_to(const connectors::HttpRequest& request) {
        const auto fits = [&](const Rule& rule) { return holds(request, rule.part_of_url); };
        if (const auto found = std::find_if(once_.begin(), once_.end(), fits); found != once_.end()) {
            const auto answer = found->answer;
            once_.erase(found);
            return answer(request);
        }
        if (const auto found = std::find_if(always_.begin(), always_.end(), fits); found != always_.end()) {
            return found->answer(request);
        }
        ADD_FAILURE() << "nobody scripted an answer to " << request.method << " " << request.url;
        return unsent();
    }

    std::vector<Rule> once_;
    std::vector<Rule> always_;
    std::vector<std::string> held_;
    std::vector<std::shared_ptr<boost::asio::steady_timer>> waiting_;
    std::vector<connectors::HttpRequest> requests_;
};

}  // namespace reformdesk::fakes
