#include "connectors/zalo_oa/form.hpp"

namespace reformdesk::connectors::zalo_oa {

namespace {

bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

std::string percent(char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    return {'%', digits[byte >> 4], digits[byte & 0x0F]};
}

// Within quotes, as browsers write names of files.
std::string quotable(std::string_view name) {
    std::string text;
    for (const char c : name) {
        text += c == '"' || static_cast<unsigned char>(c) < 0x20 ? percent(c) : std::string(1, c);
    }
    return text;
}

std::string boundary_for(const std::string& bytes) {
    std::string boundary = "reformdesk-0";
    for (int number = 1; bytes.find(boundary) != std::string::npos; ++number) {
        boundary = "reformdesk-" + std::to_string(number);
    }
    return boundary;
}

}  // namespace

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        encoded += is_unreserved(c) ? std::string(1, c) : percent(c);
    }
    return encoded;
}

std::string encoded_fields(const Fields& fields) {
    std::string encoded;
    for (const auto& [name, value] : fields) {
        encoded += (encoded.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
    }
    return encoded;
}

Multipart multipart(std::string_view field, const FileContent& file) {
    const auto boundary = boundary_for(file.bytes);
    auto body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quotable(field) +
                "\"; filename=\"" + quotable(file.name) + "\"\r\nContent-Type: " + quotable(file.type) +
                "\r\n\r\n" + file.bytes + "\r\n--" + boundary + "--\r\n";
    return {"multipart/form-data; boundary=" + boundary, std::move(body)};
}

}  // namespace reformdesk::connectors::zalo_oa
