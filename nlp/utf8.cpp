#include "nlp/utf8.hpp"

#include <utf8proc.h>

namespace reformdesk::nlp {

bool is_valid_utf8(std::string_view bytes) {
    while (!bytes.empty()) {
        utf8proc_int32_t point = 0;
        const auto* data = reinterpret_cast<const utf8proc_uint8_t*>(bytes.data());
        const auto length = utf8proc_iterate(data, static_cast<utf8proc_ssize_t>(bytes.size()), &point);
        if (length <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(length));
    }
    return true;
}

}  // namespace reformdesk::nlp
