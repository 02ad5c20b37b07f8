#include "connectors/zalo_oa/attachment.hpp"

#include "connectors/json_fields.hpp"
#include "connectors/plain_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace reformdesk::connectors::zalo_oa {

using wire::Json;

namespace {

constexpr std::size_t longest_line = 300;
constexpr wire::JsonLimits card_limits{8u << 10, 4, 64};

struct NamedContent {
    std::string_view type;
    ContentKind kind;
};

constexpr auto types = std::to_array<NamedContent>({
    {"image", ContentKind::image},
    {"gif", ContentKind::gif},
    {"link", ContentKind::link},
    {"audio", ContentKind::audio},
    {"video", ContentKind::video},
    {"sticker", ContentKind::sticker},
    {"location", ContentKind::location},
    {"business_card", ContentKind::business_card},
    {"file", ContentKind::file},
});

ContentKind kind_of(std::string_view type, ContentKind content) {
    for (const auto& named : types) {
        if (named.type == type) {
            const bool card = named.kind == ContentKind::link && content == ContentKind::business_card;
            return card ? content : named.kind;
        }
    }
    return content == ContentKind::text || content == ContentKind::none ? ContentKind::other : content;
}

template <class Number>
std::optional<Number> number_in(const std::string& text) {
    Number value{};
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    return result.ec == std::errc{} && result.ptr == end ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> read_size(const Json& payload) {
    const auto size = number_in<std::int64_t>(scalar(payload.find("size")));
    return size && *size >= 0 ? size : std::nullopt;
}

std::optional<double> degrees(const Json& at, std::string_view key, double most) {
    const auto value = number_in<double>(scalar(at.find(key)));
    return value && std::isfinite(*value) && std::abs(*value) <= most ? value : std::nullopt;
}

std::optional<Coordinates> read_coordinates(const Json& payload) {
    const auto* member = payload.find("coordinates");
    const auto& at = member == nullptr ? payload : *member;
    const auto latitude = degrees(at, "latitude", 90);
    const auto longitude = degrees(at, "longitude", 180);
    if (!latitude || !longitude) {
        return std::nullopt;
    }
    return Coordinates{*latitude, *longitude};
}

// A business card is a link whose description is JSON: {"phone":"…","qrCodeUrl":"…"}.
void read_card(Attachment& attachment, const Json& payload) {
    const auto parsed = wire::parse(scalar(payload.find("description")), card_limits);
    const auto* card = std::get_if<Json>(&parsed);
    if (card == nullptr || (card->find("phone") == nullptr && card->find("qrCodeUrl") == nullptr)) {
        return;
    }
    attachment.kind = ContentKind::business_card;
    attachment.description.clear();
    attachment.phone = first_line(*card, {{"phone"}}, longest_line);
    if (attachment.name.empty()) {
        attachment.name = first_line(*card, {{"name"}, {"caption"}}, longest_line);
    }
    if (attachment.url.empty()) {
        attachment.url = first_url(*card, {{"qrCodeUrl"}});
    }
}

Attachment read_attachment(const Json& json, ContentKind content) {
    const auto* member = json.find("payload");
    const auto& payload = member == nullptr ? json : *member;
    Attachment attachment;
    attachment.type = first_line(json, {{"type"}}, longest_line);
    attachment.kind = kind_of(attachment.type, content);
    attachment.url = first_url(payload, {{"url"}, {"link_url"}});
    attachment.thumbnail = first_url(payload, {{"thumbnail"}});
    attachment.name = first_line(payload, {{"name"}, {"title"}}, longest_line);
    attachment.description = first_line(payload, {{"description"}, {"text"}}, longest_line);
    attachment.id = id_of(payload.find("id"));
    attachment.checksum = first_line(payload, {{"checksum"}}, longest_id);
    if (attachment.kind == ContentKind::file) {
        attachment.size = read_size(payload);
    } else if (attachment.kind == ContentKind::location) {
        attachment.coordinates = read_coordinates(payload);
    } else if (attachment.kind == ContentKind::link || attachment.kind == ContentKind::business_card) {
        read_card(attachment, payload);
    }
    return attachment;
}

std::string_view vietnamese(ContentKind kind) {
    switch (kind) {
        case ContentKind::image:
            return "Hình ảnh";
        case ContentKind::gif:
            return "Ảnh động";
        case ContentKind::link:
            return "Liên kết";
        case ContentKind::audio:
            return "Tin thoại";
        case ContentKind::video:
            return "Video";
        case ContentKind::sticker:
            return "Nhãn dán";
        case ContentKind::location:
            return "Vị trí";
        case ContentKind::business_card:
            return "Danh thiếp";
        case ContentKind::file:
            return "Tệp";
        case ContentKind::list:
        case ContentKind::text:
        case ContentKind::none:
        case ContentKind::other:
            break;
    }
    return "Nội dung khác";
}

// With one decimal and a comma, as in Vietnamese: "1,2".
std::string with_decimal(std::int64_t tenths) {
    const auto whole = std::to_string(tenths / 10);
    return tenths % 10 == 0 ? whole : whole + "," + std::to_string(tenths % 10);
}

std::string size_text(std::int64_t bytes) {
    constexpr std::int64_t kilobyte = 1024;
    constexpr std::int64_t megabyte = kilobyte * kilobyte;
    constexpr std::int64_t most = std::int64_t{1} << 50;
    if (bytes < kilobyte) {
        return std::to_string(bytes) + " byte";
    }
    if (bytes < megabyte) {
        return std::to_string((bytes + kilobyte / 2) / kilobyte) + " KB";
    }
    return with_decimal(std::min(bytes, most) * 10 / megabyte) + " MB";
}

// A tenth of a metre is exact enough: six decimals, without zeros at the end.
std::string degrees_text(double value) {
    std::array<char, 32> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, 6).ptr;
    std::string text(buffer.data(), end);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) {
        text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

void add(std::string& details, std::string_view separator, std::string_view detail) {
    if (!details.empty() && !detail.empty()) {
        details += separator;
    }
    details += detail;
}

// What stands between the kind and the URL.
std::string details_of(const Attachment& attachment) {
    std::string details = attachment.name;
    if (attachment.coordinates) {
        add(details, ": ",
            degrees_text(attachment.coordinates->latitude) + ", " +
                degrees_text(attachment.coordinates->longitude));
    }
    if (attachment.size) {
        add(details, " ", "(" + size_text(*attachment.size) + ")");
    }
    if (!attachment.phone.empty()) {
        add(details, ", ", "điện thoại " + attachment.phone);
    }
    if (attachment.description != attachment.name) {
        add(details, " – ", attachment.description);
    }
    if (details.empty() && attachment.kind == ContentKind::other) {
        details = attachment.type;
    }
    return details;
}

}  // namespace

std::vector<Attachment> read_attachments(const Json& message, ContentKind content) {
    std::vector<Attachment> attachments;
    const auto* member = message.find("attachments");
    if (member == nullptr) {
        return attachments;
    }
    if (member->object() != nullptr) {
        attachments.push_back(read_attachment(*member, content));
    }
    if (const auto* array = member->array()) {
        for (const auto& item : *array) {
            if (item.object() != nullptr && attachments.size() < most_attachments) {
                attachments.push_back(read_attachment(item, content));
            }
        }
    }
    return attachments;
}

std::string line_about(const Attachment& attachment) {
    std::string line(vietnamese(attachment.kind));
    add(line, ": ", details_of(attachment));
    if (attachment.kind != ContentKind::sticker) {
        add(line, ": ", attachment.url);
    }
    const bool without_link = attachment.url.empty() && attachment.kind != ContentKind::sticker &&
                              attachment.kind != ContentKind::location &&
                              attachment.kind != ContentKind::business_card;
    return without_link ? line + " (không có liên kết)" : line;
}

}  // namespace reformdesk::connectors::zalo_oa
