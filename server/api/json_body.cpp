#include "server/api/json_body.hpp"

namespace reformdesk::api {

namespace {

bool is_json(std::string_view content_type) {
    const auto end = content_type.find_first_of("; \t");
    return content_type.substr(0, end) == "application/json";
}

}  // namespace

std::variant<JsonObject, net::Response> read_object(const net::Request& request) {
    if (!is_json(request.header("content-type").value_or(""))) {
        return net::problem(415, "not_json", "Cần gửi JSON", "Hãy đặt Content-Type: application/json.");
    }
    auto parsed = connectors::wire::parse(request.body);
    if (const auto* bad = std::get_if<connectors::wire::JsonProblem>(&parsed)) {
        return net::problem(400, "bad_json", "JSON không đúng",
                            bad->message + " (byte " + std::to_string(bad->offset) + ")");
    }
    const auto* object = std::get<Json>(parsed).object();
    if (object == nullptr) {
        return net::problem(400, "bad_json", "JSON không đúng", "Cần một đối tượng JSON: {…}.");
    }
    return *object;
}

net::Response json_response(unsigned status, const Json& body) {
    net::Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/json");
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.body = connectors::wire::write(body);
    return response;
}

net::Response problem_with(unsigned status, std::string_view code, std::string_view title,
                           std::string_view name, const Json& value) {
    auto response = json_response(status, Json(JsonObject{{"type", "about:blank"},
                                                          {"title", title},
                                                          {"status", static_cast<std::int64_t>(status)},
                                                          {"code", code},
                                                          {std::string(name), value}}));
    response.headers.front().second = "application/problem+json";
    return response;
}

net::Response busy_problem() {
    auto response = net::problem(503, "busy", "Máy chủ đang bận", "Xin thử lại sau vài giây.");
    response.headers.emplace_back("Retry-After", "2");
    return response;
}

net::Response unavailable_problem() {
    auto response = net::problem(503, "unavailable", "Tạm thời không phục vụ được",
                                 "Máy chủ chưa ghi được dữ liệu. Xin thử lại sau ít phút.");
    response.headers.emplace_back("Retry-After", "10");
    return response;
}

std::string text_of(const JsonObject& object, std::string_view name) {
    for (const auto& [key, value] : object) {
        if (key == name && value.text() != nullptr) {
            return *value.text();
        }
    }
    return {};
}

}  // namespace reformdesk::api
