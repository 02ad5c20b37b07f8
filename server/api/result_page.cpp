#include "server/api/result_page.hpp"

#include "server/access/random.hpp"

#include <string_view>

namespace reformdesk::api {

namespace {

constexpr std::string_view style =
    "body{font:18px/1.5 system-ui,sans-serif;max-width:34em;margin:12vh auto;padding:0 20px}"
    "h1{font-size:1.4em;line-height:1.3}"
    "a{display:inline-block;padding:10px 0}"
    ":root{color-scheme:light dark}";

std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            default:
                html += c;
        }
    }
    return html;
}

}  // namespace

net::Response result_page(unsigned status, const ResultPage& page) {
    const auto nonce = access::random_token(16);
    net::Response response;
    response.status = status;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                        {"Cache-Control", "no-store"},
                        {"Content-Security-Policy", "default-src 'none'; style-src 'nonce-" + nonce +
                                                        "'; base-uri 'none'; form-action 'none'; "
                                                        "frame-ancestors 'none'"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"Referrer-Policy", "no-referrer"},
                        {"X-Frame-Options", "DENY"}};
    const auto title = escaped(page.title);
    response.body =
        "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" +
        title + "</title><style nonce=\"" + nonce + "\">" + std::string(style) +
        "</style></head><body><main><h1>" + title + "</h1><p>" + escaped(page.text) + "</p><p><a href=\"" +
        escaped(page.link) + "\">" + escaped(page.link_text) + "</a></p></main></body></html>\n";
    return response;
}

}  // namespace reformdesk::api
