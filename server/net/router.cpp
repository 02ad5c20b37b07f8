#include "server/net/router.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string_view>

namespace reformdesk::net {

namespace {

using Segments = std::vector<std::string_view>;

Segments split(std::string_view path) {
    Segments segments;
    path.remove_prefix(1);
    for (;;) {
        const auto end = path.find('/');
        segments.push_back(path.substr(0, end));
        if (end == std::string_view::npos) {
            return segments;
        }
        path.remove_prefix(end + 1);
    }
}

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{';
}

std::string_view parameter_name(std::string_view segment) {
    return segment.substr(1, segment.size() - 2);
}

bool is_literal(std::string_view pattern) {
    return pattern.find_first_of("{*") == std::string_view::npos;
}

void check_pattern(const std::string& pattern) {
    const auto reject = [&](const char* why) {
        throw std::invalid_argument("route pattern \"" + pattern + "\": " + why);
    };
    if (!pattern.starts_with('/')) {
        reject("must begin with /");
    }
    std::set<std::string_view> names;
    const auto segments = split(pattern);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto segment = segments[i];
        if (segment == "*") {
            if (i + 1 != segments.size()) {
                reject("* must be the last segment");
            }
        } else if (is_parameter(segment) && segment.find_first_of("{}*", 1) == segment.size() - 1 &&
                   segment.back() == '}') {
            if (!names.insert(parameter_name(segment)).second) {
                reject("a parameter stands twice");
            }
        } else if (segment.find_first_of("{}*") != std::string_view::npos) {
            reject("a parameter must be a whole segment");
        }
    }
}

bool both_match(std::string_view one, std::string_view other) {
    if (one.empty() || other.empty()) {
        return one == other;
    }
    return one == other || is_parameter(one) || is_parameter(other);
}

// Whether some path fits both patterns.
bool overlap(std::string_view one, std::string_view other) {
    const auto a = split(one);
    const auto b = split(other);
    for (std::size_t i = 0;; ++i) {
        if (i == a.size() || i == b.size()) {
            return a.size() == b.size();
        }
        const bool star_a = a[i] == "*";
        const bool star_b = b[i] == "*";
        if (star_a || star_b) {
            const auto& rest = star_a ? b : a;
            return rest.size() > i + 1 || !rest[i].empty();
        }
        if (!both_match(a[i], b[i])) {
            return false;
        }
    }
}

using Parameters = std::vector<std::pair<std::string, std::string>>;

// Walks pattern and path together; fills `parameters` only as far as it gets.
bool fits(std::string_view pattern, std::string_view path, Parameters& parameters) {
    while (!pattern.empty() && !path.empty()) {
        pattern.remove_prefix(1);
        path.remove_prefix(1);
        const auto segment = pattern.substr(0, pattern.find('/'));
        if (segment == "*") {
            if (path.empty()) {
                return false;
            }
            parameters.emplace_back("*", path);
            return true;
        }
        const auto value = path.substr(0, path.find('/'));
        if (is_parameter(segment)) {
            if (value.empty()) {
                return false;
            }
            parameters.emplace_back(parameter_name(segment), value);
        } else if (segment != value) {
            return false;
        }
        pattern.remove_prefix(segment.size());
        path.remove_prefix(value.size());
    }
    return pattern.empty() && path.empty();
}

bool is_websocket(const Route& route) {
    return std::holds_alternative<WebSocketHandler>(route.handler);
}

bool serves(const Route& route, std::string_view method) {
    return route.method == method || (route.method == "GET" && method == "HEAD");
}

// Two rows of the same method conflict where a path fits both; an explicit HEAD wins over the GET that
// implies it.
bool conflict(const Route& one, const Route& other) {
    if (is_websocket(one) != is_websocket(other)) {
        return false;
    }
    return (is_websocket(one) || one.method == other.method) && overlap(one.pattern, other.pattern);
}

std::string allow_header(const std::set<std::string_view>& methods) {
    std::string out;
    for (const auto method : methods) {
        out += out.empty() ? "" : ", ";
        out += method;
    }
    return out;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        check_pattern(routes_[i].pattern);
        for (std::size_t k = 0; k < i; ++k) {
            if (conflict(routes_[k], routes_[i])) {
                throw std::invalid_argument("routes \"" + routes_[k].pattern + "\" and \"" +
                                            routes_[i].pattern + "\" could match the same request");
            }
        }
    }
    // Literal patterns are the most and the cheapest to refuse: the plain comparison comes first in match().
    const auto others = std::stable_partition(routes_.begin(), routes_.end(),
                                              [](const Route& route) { return is_literal(route.pattern); });
    literals_ = static_cast<std::size_t>(others - routes_.begin());
}

RouteMatch Router::match(const std::string& method, const std::string& path, bool upgrade) const {
    RouteMatch result;
    if (!path.starts_with('/')) {
        return result;
    }
    std::set<std::string_view> methods;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        const auto& route = routes_[i];
        Parameters parameters;
        if (i < literals_ ? route.pattern != path : !fits(route.pattern, path, parameters)) {
            continue;
        }
        result.path_known = true;
        if (is_websocket(route) != upgrade) {
            if (!upgrade) {
                methods.insert("GET");
            }
            continue;
        }
        if (upgrade || route.method == method) {
            result.route = &route;
            result.parameters = std::move(parameters);
            return result;
        }
        if (serves(route, method) && result.route == nullptr) {
            result.route = &route;
            result.parameters = std::move(parameters);
        }
        methods.insert(route.method);
        if (route.method == "GET") {
            methods.insert("HEAD");
        }
    }
    if (result.route == nullptr) {
        result.allow = allow_header(methods);
    }
    return result;
}

}  // namespace reformdesk::net
