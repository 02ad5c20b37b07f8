#include "server/api/origin.hpp"

#include <algorithm>
#include <memory>
#include <variant>

namespace reformdesk::api {

namespace asio = boost::asio;

OriginRule::OriginRule(std::string public_url, std::vector<std::string> allowed)
    : public_url_(std::move(public_url)), allowed_(std::move(allowed)) {
    while (public_url_.ends_with('/')) {
        public_url_.pop_back();
    }
}

bool OriginRule::is_own(const net::Request& request) const {
    const auto origin = request.header("origin");
    if (!origin) {
        return false;
    }
    if (!public_url_.empty() && *origin == public_url_) {
        return true;
    }
    const std::string scheme = request.secure ? "https://" : "http://";
    return *origin == scheme + std::string(request.header("host").value_or(""));
}

bool OriginRule::is_allowed(const net::Request& request) const {
    const auto origin = request.header("origin");
    return !origin || is_own(request) ||
           std::find(allowed_.begin(), allowed_.end(), *origin) != allowed_.end();
}

void OriginRule::add_cross_origin_headers(const net::Request& request, net::Response& response) const {
    const auto origin = request.header("origin");
    if (origin && is_allowed(request)) {
        response.headers.emplace_back("Access-Control-Allow-Origin", *origin);
        response.headers.emplace_back("Access-Control-Expose-Headers", "Retry-After");
        response.headers.emplace_back("Vary", "Origin");
    }
}

namespace {

struct CrossOrigin {
    net::Handler handler;
    const OriginRule& rule;
};

asio::awaitable<net::Response> answer_across_origins(std::shared_ptr<const CrossOrigin> parts,
                                                     net::RequestPointer request) {
    net::Response response = co_await parts->handler(request);
    parts->rule.add_cross_origin_headers(*request, response);
    co_return response;
}

}  // namespace

std::vector<net::Route> with_cross_origin(std::vector<net::Route> routes, const OriginRule& rule) {
    for (auto& route : routes) {
        if (auto* handler = std::get_if<net::Handler>(&route.handler)) {
            auto parts = std::make_shared<const CrossOrigin>(CrossOrigin{std::move(*handler), rule});
            route.handler = net::Handler([parts = std::move(parts)](net::RequestPointer request) {
                return answer_across_origins(parts, std::move(request));
            });
        }
    }
    return routes;
}

}  // namespace reformdesk::api
