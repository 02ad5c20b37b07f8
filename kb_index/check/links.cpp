#include "kb_index/check/links.hpp"

#include <algorithm>
#include <array>

namespace reformdesk::kb_index {

namespace {

constexpr std::array<std::string_view, 2> schemes{"https://", "http://"};
constexpr std::string_view ends_of_address = " \t\r\n<>\"[]";

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::string lower(std::string_view text) {
    std::string made(text);
    for (char& c : made)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return made;
}

bool starts_with_scheme(std::string_view url) {
    const auto start = lower(url.substr(0, schemes.front().size()));
    return std::ranges::any_of(schemes, [&](std::string_view scheme) { return start.starts_with(scheme); });
}

std::vector<std::string_view> labels_of(std::string_view host) {
    std::vector<std::string_view> labels;
    for (;;) {
        const auto dot = host.find('.');
        labels.push_back(host.substr(0, dot));
        if (dot == std::string_view::npos) return labels;
        host.remove_prefix(dot + 1);
    }
}

bool is_label(std::string_view label) {
    return !label.empty() && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(
               label, [](char c) { return !is_ascii(c) || is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

bool is_placeholder(const std::string& host, const std::vector<std::string_view>& labels) {
    const auto within = [&](std::string_view domain) {
        return host == domain || host.ends_with("." + std::string(domain));
    };
    constexpr std::array<std::string_view, 7> reserved{
        "example", "test", "invalid", "localhost", "example.com", "example.org", "example.net"};
    return std::ranges::any_of(reserved, within) || labels.front() == "example" ||
           (labels.size() > 1 && labels[labels.size() - 2] == "example");
}

std::optional<std::string> wrong_host(std::string_view written) {
    std::string host = lower(written);
    const auto colon = host.rfind(':');
    if (colon != std::string::npos) {
        if (!is_number(std::string_view(host).substr(colon + 1))) return "số cổng sai";
        host.resize(colon);
    }
    if (host.empty()) return "thiếu tên trang";
    const auto labels = labels_of(host);
    if (host == "localhost" || host.starts_with("127.") || host == "0.0.0.0")
        return "chỉ mở được trên chính máy của người viết";
    if (labels.size() == 1) return "tên trang không có dấu chấm";
    if (!std::ranges::all_of(labels, is_label)) return "tên trang sai";
    if (is_placeholder(host, labels)) return "tên trang chỉ là ví dụ";
    if (labels.back().size() == 1 && !is_digit(labels.back().front())) return "tên trang bị cắt";
    return std::nullopt;
}

bool has_broken_escape(std::string_view url) {
    for (auto at = url.find('%'); at != std::string_view::npos; at = url.find('%', at + 1))
        if (at + 2 >= url.size() || !is_hex(url[at + 1]) || !is_hex(url[at + 2])) return true;
    return false;
}

bool is_cut(std::string_view url) {
    return url.find("...") != std::string_view::npos || url.find("…") != std::string_view::npos ||
           has_broken_escape(url) || std::ranges::count(url, '(') > std::ranges::count(url, ')');
}

// A sentence's own punctuation behind an address.
std::string_view without_tail(std::string_view url) {
    constexpr std::array<std::string_view, 11> tails{".", ",", ";", ":", "!", "?", "*", "_", "'", "”", "»"};
    auto surplus = std::ranges::count(url, ')') - std::ranges::count(url, '(');
    for (;;) {
        // Three dots are no end of a sentence but a link cut off.
        const auto tail = std::ranges::find_if(
            tails, [&](std::string_view sign) { return url.ends_with(sign) && !url.ends_with("..."); });
        if (tail != tails.end()) {
            url.remove_suffix(tail->size());
        } else if (url.ends_with(')') && surplus > 0) {
            url.remove_suffix(1);
            --surplus;
        } else {
            return url;
        }
    }
}

}  // namespace

std::optional<std::string> dead_by_form(std::string_view url) {
    if (!starts_with_scheme(url)) return "không bắt đầu bằng https:// hoặc http://";
    if (std::ranges::any_of(url, [](char c) { return is_ascii(c) && (c <= ' ' || c == 0x7F); }))
        return "có khoảng trắng ở giữa";
    if (is_cut(url)) return "bị cắt mất một phần";
    std::string_view rest = url.substr(url.find("//") + 2);
    rest = rest.substr(0, rest.find_first_of("/?#"));
    if (rest.find('@') != std::string_view::npos) return "có tên đăng nhập trong địa chỉ";
    return wrong_host(rest);
}

std::vector<std::string_view> links_in(std::string_view markdown) {
    std::vector<std::string_view> links;
    for (std::size_t at = 0; at < markdown.size();) {
        const auto rest = markdown.substr(at);
        if (rest.starts_with("](")) {
            const auto target = rest.substr(2, rest.find_first_of(")\n", 2) - 2);
            links.push_back(target);
            at += 2 + target.size();
        } else if ((rest.front() == 'h' || rest.front() == 'H') && starts_with_scheme(rest)) {
            const auto address = rest.substr(0, rest.find_first_of(ends_of_address));
            links.push_back(without_tail(address));
            at += address.size();
        } else {
            ++at;
        }
    }
    return links;
}

Findings check_links(const CheckedBase& base) {
    Findings findings;
    const auto check = [&](const std::string& subject, std::string_view url) {
        if (const auto reason = dead_by_form(url))
            findings.push_back({FindingKind::dead_link, subject, in_quotes(url) + " " + *reason});
    };
    for (const auto& [article, standing] : base.articles) {
        for (const auto& source : article.sources)
            if (!source.url.empty()) check(article.id, source.url);
        for (const auto link : links_in(article.answer)) check(article.id, link);
    }
    for (const auto& document : base.documents)
        if (!document.url.empty()) check(document.number, document.url);
    return findings;
}

}  // namespace reformdesk::kb_index
