#include "connectors/http_client.hpp"

namespace reformdesk::connectors {

std::optional<std::string> HttpResponse::header(const std::string& name) const {
    for (const auto& [key, value] : headers) {
        if (key == name) {
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace reformdesk::connectors
