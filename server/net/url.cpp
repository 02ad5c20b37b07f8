#include "server/net/url.hpp"

#include <algorithm>
#include <charconv>

#include <boost/asio/ip/address_v6.hpp>

namespace reformdesk::net {

namespace {

constexpr std::size_t longest_url = 16u << 10;
constexpr std::size_t longest_name = 253;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_visible(char c) {
    return c > ' ' && c < '\x7f';
}

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

bool is_name(std::string_view host) {
    return !host.empty() && host.size() <= longest_name && host.front() != '.' && host.front() != '-' &&
           host.find("..") == std::string_view::npos && std::ranges::all_of(host, is_name_character);
}

bool is_ipv6(const std::string& host) {
    boost::system::error_code error;
    boost::asio::ip::make_address_v6(host, error);
    // A zone means something on this machine alone.
    return !error && host.find('%') == std::string::npos;
}

bool cut_scheme(std::string_view& text, Url& url) {
    const auto end = text.find("://");
    if (end == std::string_view::npos) {
        return false;
    }
    std::string scheme(text.substr(0, end));
    std::ranges::transform(scheme, scheme.begin(), lower);
    url.tls = scheme == "https";
    url.port = url.tls ? 443 : 80;
    text.remove_prefix(end + 3);
    return url.tls || scheme == "http";
}

bool read_port(std::string_view digits, Url& url) {
    const auto* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, url.port);
    return !digits.empty() && read.ec == std::errc() && read.ptr == end && url.port != 0;
}

bool read_authority(std::string_view authority, Url& url) {
    const bool bracketed = authority.starts_with('[');
    const auto host_end = bracketed ? authority.find(']') : std::min(authority.find(':'), authority.size());
    if (host_end == std::string_view::npos) {
        return false;
    }
    url.host = authority.substr(bracketed ? 1 : 0, bracketed ? host_end - 1 : host_end);
    std::ranges::transform(url.host, url.host.begin(), lower);
    const auto rest = authority.substr(bracketed ? host_end + 1 : host_end);
    if (!rest.empty() && (rest.front() != ':' || !read_port(rest.substr(1), url))) {
        return false;
    }
    return bracketed ? is_ipv6(url.host) : is_name(url.host);
}

std::string bracketed_host(const std::string& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

}  // namespace

std::string Url::authority() const {
    return bracketed_host(host) + ":" + std::to_string(port);
}

std::string Url::host_field() const {
    return port == (tls ? 443 : 80) ? bracketed_host(host) : authority();
}

std::string Url::origin() const {
    return (tls ? "https://" : "http://") + authority();
}

std::optional<Url> read_url(std::string_view text) {
    Url url;
    if (text.size() > longest_url || !std::ranges::all_of(text, is_visible) || !cut_scheme(text, url)) {
        return std::nullopt;
    }
    const auto authority_end = std::min(text.find_first_of("/?#\\"), text.size());
    if (!read_authority(text.substr(0, authority_end), url)) {
        return std::nullopt;
    }
    auto target = text.substr(authority_end);
    target = target.substr(0, target.find('#'));
    // Some readers take a backslash for a slash, so that it would be a matter of taste where the host ends.
    if (target.starts_with('\\')) {
        return std::nullopt;
    }
    url.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
    return url;
}

}  // namespace reformdesk::net
