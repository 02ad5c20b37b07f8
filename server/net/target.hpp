// The request target: percent-decoding of path and query, and the refusal of every path that could mean
// another. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace reformdesk::net {

struct Target {
    std::string authority;  ///< of an absolute-form target, in lower case; otherwise empty
    std::string path;       ///< percent-decoded, valid UTF-8, absolute
    std::vector<std::pair<std::string, std::string>> query;
};

/// Nothing when the target is neither in origin form nor in http(s) absolute form, or when its path or query
/// has a bad escape, invalid UTF-8, a control character, a segment "." or "..", or an encoded "/" or "\".
std::optional<Target> read_target(std::string_view target);

/// Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

}  // namespace reformdesk::net
