#include "server/net/request_guard.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace reformdesk::net {

namespace {

constexpr std::string_view bad_title = "Yêu cầu không hợp lệ";

Refusal bad_request(std::string_view code, std::string_view detail) {
    return {.status = 400, .code = code, .title = bad_title, .detail = detail};
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower_case) {
    return text.size() == lower_case.size() && lower(text) == lower_case;
}

bool has_token(std::string_view list, std::string_view lower_case_token) {
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        auto token = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        token.remove_prefix(std::min(token.find_first_not_of(" \t"), token.size()));
        token = token.substr(0, token.find_last_not_of(" \t") + 1);
        if (equals_ignoring_case(token, lower_case_token)) {
            return true;
        }
    }
    return false;
}

bool is_token(std::string_view text) {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    });
}

bool has_control(std::string_view value) {
    return std::ranges::any_of(value, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

bool is_host(std::string_view value) {
    return !value.empty() && value.size() <= 255 && std::ranges::all_of(value, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
    });
}

// The base64 form of 16 bytes.
bool is_websocket_key(std::string_view value) {
    if (value.size() != 24 || !value.ends_with("==")) {
        return false;
    }
    return std::ranges::all_of(value.substr(0, 22), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
               c == '/';
    });
}

// The fields that decide about framing and connection, gathered in one pass. Values are views into the
// section.
struct Decisive {
    std::size_t hosts = 0, lengths = 0, codings = 0, keys = 0, versions = 0;
    std::string_view host, length, coding, key, version, expect;
    bool trailer = false, close = false, keep_alive = false, upgrade = false, to_websocket = false;
};

std::optional<Refusal> gather(const std::vector<Header>& fields, Decisive& out) {
    for (const auto& [name, value] : fields) {
        if (!is_token(name) || has_control(value)) {
            return bad_request("bad_field",
                               "Một trường trong phần đầu của yêu cầu chứa ký tự không được phép.");
        }
        if (name == "host") {
            ++out.hosts;
            out.host = value;
        } else if (name == "content-length") {
            ++out.lengths;
            out.length = value;
        } else if (name == "transfer-encoding") {
            ++out.codings;
            out.coding = value;
        } else if (name == "connection") {
            out.close |= has_token(value, "close");
            out.keep_alive |= has_token(value, "keep-alive");
            out.upgrade |= has_token(value, "upgrade");
        } else if (name == "upgrade") {
            out.to_websocket |= has_token(value, "websocket");
        } else if (name == "sec-websocket-key") {
            ++out.keys;
            out.key = value;
        } else if (name == "sec-websocket-version") {
            ++out.versions;
            out.version = value;
        } else if (name == "expect") {
            out.expect = value;
        } else if (name == "trailer") {
            out.trailer = true;
        }
    }
    return std::nullopt;
}

std::optional<Refusal> check_host(const Decisive& fields, const Target& target) {
    if (fields.hosts != 1 || !is_host(fields.host)) {
        return bad_request("bad_host", "Yêu cầu phải có đúng một trường Host hợp lệ.");
    }
    if (!target.authority.empty() && !equals_ignoring_case(fields.host, target.authority)) {
        return bad_request("bad_host", "Tên máy chủ trong địa chỉ và trong trường Host phải giống nhau.");
    }
    return std::nullopt;
}

std::optional<Refusal> check_body(unsigned version, const Decisive& fields, Framing& framing) {
    if (fields.codings > 0) {
        if (fields.lengths > 0) {
            return bad_request("ambiguous_length",
                               "Không được gửi cùng lúc Transfer-Encoding và Content-Length.");
        }
        if (version < 11 || fields.codings > 1) {
            return bad_request("bad_transfer_encoding", "Trường Transfer-Encoding không hợp lệ.");
        }
        if (!equals_ignoring_case(fields.coding, "chunked")) {
            return Refusal{.status = 501,
                           .code = "transfer_encoding_unsupported",
                           .title = "Không hỗ trợ cách truyền này",
                           .detail = "Máy chủ chỉ nhận Transfer-Encoding: chunked."};
        }
        framing.chunked = true;
    }
    if (fields.trailer) {
        return bad_request("trailers_refused", "Máy chủ không nhận các trường gửi sau nội dung.");
    }
    if (fields.lengths > 0) {
        const auto* end = fields.length.data() + fields.length.size();
        const auto [stop, error] = std::from_chars(fields.length.data(), end, framing.content_length);
        if (fields.lengths > 1 || error != std::errc() || stop != end) {
            return bad_request("bad_content_length", "Trường Content-Length không hợp lệ.");
        }
    }
    return std::nullopt;
}

std::optional<Refusal> check_upgrade(const HeaderSection& header, const Decisive& fields, Framing& framing) {
    if (!fields.to_websocket || !fields.upgrade) {
        return std::nullopt;
    }
    if (fields.versions == 1 && fields.version != "13") {
        return Refusal{.status = 426,
                       .code = "websocket_version",
                       .title = "Phiên bản WebSocket không được hỗ trợ",
                       .detail = "Máy chủ chỉ hỗ trợ phiên bản 13.",
                       .headers = {{"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"}}};
    }
    if (header.method != "GET" || header.version < 11 || framing.has_body() || fields.versions != 1 ||
        fields.keys != 1 || !is_websocket_key(fields.key)) {
        return bad_request("bad_websocket_handshake", "Yêu cầu mở WebSocket không hợp lệ.");
    }
    framing.websocket = true;
    return std::nullopt;
}

}  // namespace

std::variant<Framing, Refusal> examine(const HeaderSection& header) {
    constexpr std::array<std::string_view, 9> methods = {"GET",    "HEAD",    "POST",  "PUT",    "PATCH",
                                                         "DELETE", "OPTIONS", "TRACE", "CONNECT"};
    if (header.version != 10 && header.version != 11) {
        return Refusal{.status = 505, .code = "http_version", .title = "Phiên bản HTTP không được hỗ trợ"};
    }
    if (header.folded) {
        return bad_request("folded_field", "Mỗi trường trong phần đầu của yêu cầu phải nằm trên một dòng.");
    }
    if (header.fields.size() > max_header_fields) {
        return Refusal{.status = 431, .code = "header_too_large", .title = "Phần đầu của yêu cầu quá lớn"};
    }
    if (header.target.size() > max_target_bytes) {
        return Refusal{.status = 414, .code = "target_too_long", .title = "Địa chỉ quá dài"};
    }
    if (std::ranges::find(methods, header.method) == methods.end()) {
        return Refusal{.status = 501, .code = "method_unknown", .title = "Phương thức không được hỗ trợ"};
    }
    auto target = read_target(header.target);
    if (!target) {
        return bad_request("bad_target", "Địa chỉ chứa ký tự hoặc đoạn đường dẫn không được phép.");
    }
    Framing framing;
    framing.target = std::move(*target);
    Decisive fields;
    auto refusal = gather(header.fields, fields);
    if (!refusal) {
        refusal = check_host(fields, framing.target);
    }
    if (!refusal) {
        refusal = check_body(header.version, fields, framing);
    }
    if (!refusal) {
        refusal = check_upgrade(header, fields, framing);
    }
    if (refusal) {
        return std::move(*refusal);
    }
    // An HTTP/1.0 client can't know an interim answer, so its Expect has no meaning.
    if (!fields.expect.empty() && header.version == 11) {
        if (!equals_ignoring_case(fields.expect, "100-continue")) {
            return Refusal{
                .status = 417, .code = "expectation_failed", .title = "Không đáp ứng được trường Expect"};
        }
        framing.expects_continue = framing.has_body();
    }
    framing.keep_alive = header.version == 11 ? !fields.close : fields.keep_alive && !fields.close;
    return framing;
}

Response to_response(const Refusal& refusal) {
    auto response = problem(refusal.status, refusal.code, refusal.title, refusal.detail);
    response.headers.insert(response.headers.end(), refusal.headers.begin(), refusal.headers.end());
    return response;
}

}  // namespace reformdesk::net
