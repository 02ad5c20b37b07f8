// JSON in requests and responses of the API.
#pragma once

#include "connectors/wire/json.hpp"
#include "server/net/http.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace reformdesk::api {

using connectors::wire::Json;
using connectors::wire::JsonArray;
using connectors::wire::JsonObject;

/// The object in the body, or the problem to answer with: 415 without a JSON content type, 400 when it is no
/// JSON object.
std::variant<JsonObject, net::Response> read_object(const net::Request& request);

net::Response json_response(unsigned status, const Json& body);

/// A problem document with one more member.
net::Response problem_with(unsigned status, std::string_view code, std::string_view title,
                           std::string_view name, const Json& value);

/// "busy": the workers are full, or the database cannot be reached. Both pass.
net::Response busy_problem();
net::Response unavailable_problem();

/// The text member, or an empty text when it is missing or of another type.
std::string text_of(const JsonObject& object, std::string_view name);

}  // namespace reformdesk::api
