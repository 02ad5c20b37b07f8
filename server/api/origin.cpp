#include "server/api/origin.hpp"

#include <algorithm>

namespace reformdesk::api {

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
        response.headers.emplace_back("Vary", "Origin");
    }
}

}  // namespace reformdesk::api
