#include "server/net/response_head.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace reformdesk::net {

namespace {

std::string_view reason(unsigned status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 426:
            return "Upgrade Required";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Unknown";
    }
}

bool has_no_body(unsigned status) {
    return status < 200 || status == 204 || status == 304;
}

bool same_name(std::string_view name, std::string_view lower_case) {
    return std::ranges::equal(name, lower_case,
                              [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

bool is_own(std::string_view name) {
    constexpr std::array<std::string_view, 6> own = {
        "content-length", "transfer-encoding", "connection", "keep-alive", "date", "x-request-id"};
    return std::ranges::any_of(
        own, [&](std::string_view o) { return o.size() == name.size() && same_name(name, o); });
}

bool could_split(const Header& header) {
    const auto& [name, value] = header;
    const auto is_control = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    };
    return name.empty() || std::ranges::any_of(value, is_control) || std::ranges::any_of(name, [&](char c) {
               return is_control(c) || c == ' ' || c == ':' || c == '\t';
           });
}

void append_number(std::string& out, std::size_t number) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

}  // namespace

std::string_view body_of(const Response& response) {
    if (has_no_body(response.status)) {
        return {};
    }
    return response.shared_body ? std::string_view(*response.shared_body) : std::string_view(response.body);
}

bool append_head(std::string& out, const Response& response, const HeadOptions& options) {
    if (std::ranges::any_of(response.headers, could_split)) {
        return false;
    }
    out += "HTTP/1.1 ";
    append_number(out, response.status);
    out += ' ';
    out += reason(response.status);
    out += "\r\nDate: ";
    out += options.date;
    if (!options.request_id.empty()) {
        out += "\r\nX-Request-Id: ";
        out += options.request_id;
    }
    if (options.close) {
        out += "\r\nConnection: close";
    } else if (options.keep_alive_named) {
        out += "\r\nConnection: keep-alive";
    }
    if (!has_no_body(response.status)) {
        out += "\r\nContent-Length: ";
        append_number(out, body_of(response).size());
    }
    for (const auto& [name, value] : response.headers) {
        if (is_own(name)) {
            continue;
        }
        out += "\r\n";
        out += name;
        out += ": ";
        out += value;
    }
    out += "\r\n\r\n";
    return true;
}

std::string http_date(long long unix_seconds) {
    constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto seconds = static_cast<std::time_t>(unix_seconds);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 64> text;
    const int length = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                     days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                                     months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900,
                                     utc.tm_hour, utc.tm_min, utc.tm_sec);
    return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace reformdesk::net
