#include "connectors/zalo_oa/signature.hpp"

#include "connectors/digest.hpp"
#include "connectors/plain_text.hpp"

#include <array>

namespace reformdesk::connectors::zalo_oa {

namespace {

constexpr std::size_t longest_timestamp = 32;

std::string_view without_leading_spaces(std::string_view text) {
    while (!text.empty() && is_white(text.front())) {
        text.remove_prefix(1);
    }
    return text;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// "mac=HEX" with spaces around the parts, or HEX alone.
std::string_view hex_in(std::string_view signature) {
    signature = trimmed(signature);
    const auto equals = signature.find('=');
    if (equals == std::string_view::npos) {
        return signature;
    }
    const auto name = trimmed(signature.substr(0, equals));
    const bool is_mac =
        name.size() == 3 && (name[0] | 0x20) == 'm' && (name[1] | 0x20) == 'a' && (name[2] | 0x20) == 'c';
    return is_mac ? trimmed(signature.substr(equals + 1)) : std::string_view();
}

std::optional<Digest> digest_in(std::string_view signature) {
    const auto hex = hex_in(signature);
    Digest digest{};
    if (hex.size() != digest.size() * 2) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const int high = hex_value(hex[2 * i]);
        const int low = hex_value(hex[2 * i + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        digest[i] = static_cast<unsigned char>(high * 16 + low);
    }
    return digest;
}

// Behind the closing quote of the text that begins at `at`, behind its opening quote.
std::size_t end_of_text(std::string_view body, std::size_t at) {
    while (at < body.size() && body[at] != '"') {
        at += body[at] == '\\' ? 2 : 1;
    }
    return at < body.size() ? at + 1 : body.size();
}

// The text or the number that `rest` begins with.
std::string_view scalar_at(std::string_view rest) {
    if (rest.starts_with('"')) {
        const auto end = rest.find_first_of("\"\\", 1);
        return end == std::string_view::npos || rest[end] == '\\' ? std::string_view()
                                                                  : rest.substr(1, end - 1);
    }
    return rest.substr(0, rest.find_first_not_of("0123456789+-.eE"));
}

}  // namespace

std::string_view to_string(SignatureVariant variant) {
    switch (variant) {
        case SignatureVariant::app_id_and_body_time:
            return "app_id+body_time";
        case SignatureVariant::app_id_and_header_time:
            return "app_id+header_time";
        case SignatureVariant::oa_id_and_body_time:
            return "oa_id+body_time";
        case SignatureVariant::oa_id_and_header_time:
            return "oa_id+header_time";
    }
    return {};
}

std::optional<SignatureVariant> matching_variant(const SignedRequest& request, const SignatureKeys& keys) {
    struct Candidate {
        SignatureVariant variant;
        std::string_view id;
        std::string_view time;
    };
    const auto body_time = timestamp_in(request.body);
    auto header_time = trimmed(request.timestamp_header);
    if (header_time.size() > longest_timestamp) {
        header_time = {};
    }
    const std::array<Candidate, 4> candidates{{
        {SignatureVariant::app_id_and_body_time, keys.app_id, body_time},
        {SignatureVariant::app_id_and_header_time, keys.app_id, header_time},
        {SignatureVariant::oa_id_and_body_time, keys.oa_id, body_time},
        {SignatureVariant::oa_id_and_header_time, keys.oa_id, header_time},
    }};
    const auto signature = digest_in(request.signature);
    const auto wanted = signature.value_or(Digest{});
    std::optional<SignatureVariant> found;
    for (const auto& candidate : candidates) {
        const auto digest = sha256({candidate.id, request.body, candidate.time, keys.secret});
        const bool equal = equal_in_constant_time(digest, wanted);
        const bool usable =
            signature && !candidate.id.empty() && !candidate.time.empty() && !keys.secret.empty();
        if (equal && usable && !found) {
            found = candidate.variant;
        }
    }
    return found;
}

std::string_view timestamp_in(std::string_view body) {
    std::size_t depth = 0;
    std::size_t at = 0;
    while (at < body.size()) {
        const char c = body[at++];
        if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            depth -= depth > 0 ? 1 : 0;
        } else if (c == '"') {
            const auto end = end_of_text(body, at);
            const auto rest = without_leading_spaces(body.substr(end));
            const bool is_key = depth == 1 && rest.starts_with(':');
            if (is_key && body.substr(at, end - at) == "timestamp\"") {
                const auto value = scalar_at(without_leading_spaces(rest.substr(1)));
                return value.size() <= longest_timestamp ? value : std::string_view();
            }
            at = end;
        }
    }
    return {};
}

bool is_probe(std::string_view body) {
    body = trimmed(body);
    if (!body.starts_with('{') || !body.ends_with('}') || body.size() < 2) {
        return false;
    }
    return trimmed(body.substr(1, body.size() - 2)).empty();
}

}  // namespace reformdesk::connectors::zalo_oa
