// Members of JSON from outside, whatever their type.
#pragma once

#include "connectors/wire/json.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace reformdesk::connectors {

inline constexpr std::size_t longest_id = 128;

/// Where a value stands: a member, or a member of a member.
struct Path {
    std::string_view outer;
    std::string_view inner = {};
};

const wire::Json* find(const wire::Json& object, Path path);

/// A text, or a number exactly as it was written; empty for anything else.
std::string scalar(const wire::Json* value);

/// An opaque id: a scalar of at most longest_id bytes without control characters; empty when there is none.
std::string id_of(const wire::Json* value);

/// The first of these that holds an id.
std::string first_id(const wire::Json& object, std::initializer_list<Path> paths);

/// The first of these that holds something, as one line of at most so many bytes.
std::string first_line(const wire::Json& object, std::initializer_list<Path> paths, std::size_t most_bytes);

/// The first of these that holds a web_url.
std::string first_url(const wire::Json& object, std::initializer_list<Path> paths);

}  // namespace reformdesk::connectors
