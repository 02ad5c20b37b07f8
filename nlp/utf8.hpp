// Whether bytes are text at all.
#pragma once

#include <string_view>

namespace reformdesk::nlp {

/// Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_valid_utf8(std::string_view bytes);

}  // namespace reformdesk::nlp
