// Bodies and queries of HTTP requests: URL encoding and multipart/form-data. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace reformdesk::connectors::zalo_oa {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// Everything but A-Z a-z 0-9 - . _ ~ as "%XX": for a query and for a form.
std::string percent_encoded(std::string_view text);

/// "name=value&name=value", encoded.
std::string encoded_fields(const Fields& fields);

/// A file to upload.
struct FileContent {
    std::string name;
    std::string type;  ///< media type
    std::string bytes;
};

struct Multipart {
    std::string content_type;
    std::string body;
};

/// One file under a field's name. The boundary stands nowhere in the bytes.
Multipart multipart(std::string_view field, const FileContent& file);

}  // namespace reformdesk::connectors::zalo_oa
