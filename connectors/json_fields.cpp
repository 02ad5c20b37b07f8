#include "connectors/json_fields.hpp"

#include "connectors/plain_text.hpp"

namespace reformdesk::connectors {

using wire::Json;

const Json* find(const Json& object, Path path) {
    const auto* member = object.find(path.outer);
    return member == nullptr || path.inner.empty() ? member : member->find(path.inner);
}

std::string scalar(const Json* value) {
    if (value == nullptr) {
        return {};
    }
    if (const auto* text = value->text()) {
        return *text;
    }
    return value->number() ? wire::write(*value) : std::string();
}

std::string id_of(const Json* value) {
    auto id = scalar(value);
    return id.size() <= longest_id && plain_line(id, longest_id) == id ? id : std::string();
}

std::string first_id(const Json& object, std::initializer_list<Path> paths) {
    for (const auto& path : paths) {
        if (auto id = id_of(find(object, path)); !id.empty()) {
            return id;
        }
    }
    return {};
}

std::string first_line(const Json& object, std::initializer_list<Path> paths, std::size_t most_bytes) {
    for (const auto& path : paths) {
        if (auto line = plain_line(scalar(find(object, path)), most_bytes); !line.empty()) {
            return line;
        }
    }
    return {};
}

std::string first_url(const Json& object, std::initializer_list<Path> paths) {
    for (const auto& path : paths) {
        if (auto url = web_url(scalar(find(object, path))); !url.empty()) {
            return url;
        }
    }
    return {};
}

}  // namespace reformdesk::connectors
