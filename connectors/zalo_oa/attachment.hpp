// What a message brings besides text, and one Vietnamese line about it for the expert to read.
#pragma once

#include "connectors/wire/json.hpp"
#include "connectors/zalo_oa/event_kind.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace reformdesk::connectors::zalo_oa {

/// A point on the earth, in degrees within their ranges.
struct Coordinates {
    double latitude = 0;
    double longitude = 0;

    bool operator==(const Coordinates&) const = default;
};

/// Texts are one line each, without control characters; what Zalo did not send is empty.
struct Attachment {
    ContentKind kind = ContentKind::other;
    std::string type = {};       ///< as Zalo named it
    std::string url = {};        ///< http or https; anything else is dropped
    std::string thumbnail = {};  ///< likewise
    std::string name = {};       ///< of a file or a link
    std::string description = {};
    std::string phone = {};            ///< of a business card
    std::string id = {};               ///< of a sticker
    std::string checksum = {};         ///< MD5 of a file, as Zalo says
    std::optional<std::int64_t> size;  ///< of a file, in bytes
    std::optional<Coordinates> coordinates;

    bool operator==(const Attachment&) const = default;
};

inline constexpr std::size_t most_attachments = 20;  ///< of one message; the rest is dropped

/// Of a message's "attachments". The message's own content tells a business card, which comes as a link, and
/// an attachment whose type is missing or new. Takes whatever JSON there is: no member is needed.
std::vector<Attachment> read_attachments(const wire::Json& message, ContentKind content);

/// "Tệp: danh-sach.xlsx (35 KB): https://…", "Vị trí: 12.24, 109.19", "Nhãn dán" …
std::string line_about(const Attachment& attachment);

}  // namespace reformdesk::connectors::zalo_oa
