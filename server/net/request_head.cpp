#include "server/net/request_head.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace reformdesk::net {

namespace {

constexpr std::string_view user_agent = "ReformDesk";

bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

bool could_split(const Header& header) {
    return !is_token(header.first) || std::ranges::any_of(header.second, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

bool is_own(std::string_view name) {
    constexpr std::array<std::string_view, 11> own = {
        "host",    "user-agent", "content-length", "transfer-encoding", "connection", "keep-alive", "te",
        "trailer", "upgrade",    "expect",         "proxy-connection"};
    return std::ranges::any_of(own, [&](std::string_view lower_case) {
        return std::ranges::equal(name, lower_case,
                                  [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
    });
}

// A server may ask for a length even where there is nothing to send.
bool needs_length(const ClientRequest& request) {
    constexpr std::array<std::string_view, 3> with_body = {"POST", "PUT", "PATCH"};
    return !request.body.empty() || std::ranges::find(with_body, request.method) != with_body.end();
}

}  // namespace

std::optional<std::string> write_request(const ClientRequest& request, const Url& url, TargetForm form) {
    if (!is_token(request.method) || std::ranges::any_of(request.headers, could_split)) {
        return std::nullopt;
    }
    std::string out = request.method + " ";
    if (form == TargetForm::absolute) {
        out += (url.tls ? "https://" : "http://") + url.host_field();
    }
    out += url.target + " HTTP/1.1\r\nHost: " + url.host_field() + "\r\nUser-Agent: ";
    out += user_agent;
    if (needs_length(request)) {
        out += "\r\nContent-Length: " + std::to_string(request.body.size());
    }
    for (const auto& [name, value] : request.headers) {
        if (!is_own(name)) {
            out += "\r\n";
            out += name;
            out += ": ";
            out += value;
        }
    }
    out += "\r\n\r\n";
    out += request.body;
    return out;
}

std::string write_connect(const Url& url) {
    const auto authority = url.authority();
    std::string out = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\nUser-Agent: ";
    out += user_agent;
    return out + "\r\n\r\n";
}

bool is_idempotent(const std::string& method) {
    constexpr std::array<std::string_view, 6> methods = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
    return std::ranges::find(methods, method) != methods.end();
}

}  // namespace reformdesk::net
