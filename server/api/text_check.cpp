#include "server/api/text_check.hpp"

#include "connectors/message.hpp"

namespace reformdesk::api {

std::optional<std::string> problem_of_text(std::string_view text) {
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return "Xin nhập nội dung câu hỏi vào trường text.";
    }
    if (text.size() > connectors::longest_text) {
        return "Câu hỏi quá dài; nhiều nhất " + std::to_string(connectors::longest_text) + " byte.";
    }
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') {
            return "Câu hỏi có ký tự điều khiển; xin bỏ đi rồi gửi lại.";
        }
    }
    return std::nullopt;
}

net::Response too_fast_problem(std::chrono::seconds wait) {
    auto response = net::problem(429, "too_fast", "Bạn gửi nhanh quá", "Xin đợi một lát rồi gửi tiếp.");
    response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return response;
}

}  // namespace reformdesk::api
