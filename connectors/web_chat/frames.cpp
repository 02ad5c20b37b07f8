#include "connectors/web_chat/frames.hpp"

#include "connectors/message.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace reformdesk::connectors::web_chat {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

namespace {

constexpr wire::JsonLimits frame_limits{longest_frame, 4, 64};
constexpr std::size_t longest_choice = 128;

bool is_url_safe(std::string_view text, std::size_t shortest, std::size_t longest) {
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    };
    return text.size() >= shortest && text.size() <= longest && std::all_of(text.begin(), text.end(), good);
}

bool has_control_characters(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; });
}

// Nothing to see: spaces of any width, and characters that have none.
bool is_blank(std::string_view text) {
    constexpr std::array<std::string_view, 5> exact{"\u00A0", "\u00AD", "\u3000", "\u2060", "\uFEFF"};
    while (!text.empty()) {
        std::size_t length = 0;
        if (text.front() == ' ' || text.front() == '\n' || text.front() == '\t') {
            length = 1;
        } else if (text.size() >= 3 && text[0] == '\xE2' && text[1] == '\x80') {
            const auto last =
                static_cast<unsigned char>(text[2]);  // U+2000 to U+200F, U+2028, U+2029, U+202F
            const bool space = (last >= 0x80 && last <= 0x8F) || last == 0xA8 || last == 0xA9 || last == 0xAF;
            length = space ? 3 : 0;
        }
        for (const auto space : exact) {
            if (text.starts_with(space)) {
                length = space.size();
            }
        }
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

FrameProblem bad_frame(std::string message) {
    return FrameProblem{ErrorCode::bad_frame, std::move(message), std::nullopt};
}

FrameProblem bad_message(std::string id, std::string message) {
    return FrameProblem{ErrorCode::bad_message, std::move(message), std::move(id)};
}

std::variant<Json, FrameProblem> parse_object(std::string_view text) {
    if (text.size() > longest_frame) {
        return bad_frame("Gói tin quá lớn.");
    }
    auto parsed = wire::parse(text, frame_limits);
    auto* json = std::get_if<Json>(&parsed);
    if (json == nullptr || json->object() == nullptr) {
        return bad_frame("Gói tin không phải là một đối tượng JSON đúng quy cách.");
    }
    return std::move(*json);
}

// The member is absent or null.
bool absent(const Json& object, std::string_view key) {
    const auto* member = object.find(key);
    return member == nullptr || member->is_null();
}

std::optional<std::int64_t> read_after(const Json& object) {
    if (absent(object, "after")) {
        return 0;
    }
    const auto after = object.integer_at("after");
    return after && *after >= 0 ? after : std::nullopt;
}

ClientFrame read_hello(const Json& object) {
    if (object.integer_at("version") != protocol_version) {
        return bad_frame("Phiên bản giao thức không được hỗ trợ. Xin tải lại trang.");
    }
    const auto after = read_after(object);
    if (!after) {
        return bad_frame("Trường after phải là một số từ 0 trở lên.");
    }
    Hello hello;
    hello.after = *after;
    hello.visitor = object.text_at("visitor");
    if (hello.visitor && !is_visitor_token(*hello.visitor)) {
        hello.visitor.reset();
    }
    return hello;
}

ClientFrame read_resume(const Json& object) {
    const auto after = read_after(object);
    if (absent(object, "after") || !after) {
        return bad_frame("Trường after phải là một số từ 0 trở lên.");
    }
    return Resume{*after};
}

std::optional<std::string> problem_of_text(const std::optional<std::string>& text) {
    if (!text || is_blank(*text)) {
        return "Tin nhắn đang trống. Xin nhập nội dung rồi gửi lại.";
    }
    if (text->size() > longest_text) {
        return "Tin nhắn quá dài. Xin rút gọn hoặc chia thành nhiều tin.";
    }
    if (has_control_characters(*text)) {
        return "Tin nhắn có ký tự điều khiển. Xin bỏ đi rồi gửi lại.";
    }
    return std::nullopt;
}

std::variant<Message, FrameProblem> read_message(const Json& object) {
    Message message;
    message.id = object.text_at("id").value_or("");
    if (!is_url_safe(message.id, 8, 64)) {
        return bad_frame("Mã tin nhắn phải có 8 đến 64 ký tự A–Z, a–z, 0–9, gạch ngang, gạch dưới.");
    }
    const auto text = object.text_at("text");
    if (const auto problem = problem_of_text(text)) {
        return bad_message(message.id, *problem);
    }
    message.text = *text;
    if (!absent(object, "choice")) {
        message.choice = object.text_at("choice");
        if (!message.choice || message.choice->empty() || message.choice->size() > longest_choice ||
            has_control_characters(*message.choice)) {
            return bad_message(message.id, "Lựa chọn không đúng quy cách.");
        }
    }
    if (!absent(object, "ticket")) {
        message.ticket = object.integer_at("ticket");
        if (!message.ticket || *message.ticket <= 0) {
            return bad_message(message.id, "Số phiếu không đúng quy cách.");
        }
    }
    if (!absent(object, "new_question")) {
        const auto flag = object.find("new_question")->boolean();
        if (!flag) {
            return bad_message(message.id, "Trường new_question phải là true hoặc false.");
        }
        message.new_question = *flag;
    }
    return message;
}

std::string time_text(std::chrono::sys_time<std::chrono::milliseconds> at) {
    using namespace std::chrono;
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{at - day};
    std::array<char, 64> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
        static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

Json optional_text(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json();
}

Json to_json(const AnswerView& answer) {
    JsonArray sources;
    for (const auto& source : answer.sources) {
        sources.emplace_back(
            JsonObject{{"document", source.document}, {"clause", source.clause}, {"url", source.url}});
    }
    JsonArray replaced_by;
    for (const auto& next : answer.replaced_by) {
        replaced_by.emplace_back(JsonObject{{"number", next.number}, {"from", optional_text(next.from)}});
    }
    return JsonObject{{"article", answer.article},
                      {"title", answer.title},
                      {"confidence", answer.confidence},
                      {"in_force", answer.in_force},
                      {"valid_from", optional_text(answer.valid_from)},
                      {"valid_to", optional_text(answer.valid_to)},
                      {"sources", std::move(sources)},
                      {"replaced_by", std::move(replaced_by)}};
}

template <typename View>
Json array_of(std::span<const View> views) {
    JsonArray array;
    for (const auto& view : views) {
        array.push_back(to_json(view));
    }
    return array;
}

JsonArray array_of_texts(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

JsonObject welcome_members(const WelcomeView& welcome) {
    return {{"visitor", welcome.visitor},
            {"last", welcome.last},
            {"suggestions", array_of_texts(welcome.suggestions)},
            {"tickets", array_of(std::span<const TicketView>(welcome.tickets))}};
}

}  // namespace

std::string_view to_string(ErrorCode code) {
    switch (code) {
        case ErrorCode::bad_frame:
            return "bad_frame";
        case ErrorCode::bad_message:
            return "bad_message";
        case ErrorCode::busy:
            return "busy";
        case ErrorCode::too_fast:
            return "too_fast";
        case ErrorCode::unavailable:
            return "unavailable";
    }
    return "unavailable";
}

bool is_visitor_token(std::string_view text) {
    return is_url_safe(text, 22, 64);
}

ClientFrame parse_frame(std::string_view text) {
    const auto parsed = parse_object(text);
    if (const auto* problem = std::get_if<FrameProblem>(&parsed)) {
        return *problem;
    }
    const auto& object = std::get<Json>(parsed);
    const auto type = object.text_at("type").value_or("");
    if (type == "hello") {
        return read_hello(object);
    }
    if (type == "resume") {
        return read_resume(object);
    }
    if (type == "message") {
        return std::visit([](auto read) -> ClientFrame { return read; }, read_message(object));
    }
    return bad_frame("Không hiểu loại gói tin này.");
}

std::variant<Message, FrameProblem> parse_message_body(std::string_view text) {
    const auto parsed = parse_object(text);
    if (const auto* problem = std::get_if<FrameProblem>(&parsed)) {
        return *problem;
    }
    return read_message(std::get<Json>(parsed));
}

Json to_json(const EntryView& entry) {
    JsonObject object{{"sequence", entry.sequence},
                      {"kind", entry.kind},
                      {"author", entry.author},
                      {"text", entry.text},
                      {"at", time_text(entry.at)}};
    if (entry.id) {
        object.emplace_back("id", *entry.id);
    }
    if (entry.reply_to) {
        object.emplace_back("reply_to", *entry.reply_to);
    }
    if (entry.answer) {
        object.emplace_back("answer", to_json(*entry.answer));
    }
    if (!entry.choices.empty()) {
        JsonArray choices;
        for (const auto& choice : entry.choices) {
            choices.emplace_back(JsonObject{{"choice", choice.choice}, {"label", choice.label}});
        }
        object.emplace_back("choices", std::move(choices));
    }
    if (entry.ticket) {
        object.emplace_back("ticket",
                            JsonObject{{"number", entry.ticket->number}, {"state", entry.ticket->state}});
    }
    return object;
}

Json to_json(const TicketView& ticket) {
    return JsonObject{{"number", ticket.number},
                      {"state", ticket.state},
                      {"question", ticket.question},
                      {"created_at", time_text(ticket.created_at)},
                      {"updated_at", time_text(ticket.updated_at)}};
}

std::string welcome_frame(const WelcomeView& welcome) {
    JsonObject object{{"type", "welcome"}, {"version", protocol_version}};
    for (auto& member : welcome_members(welcome)) {
        object.push_back(std::move(member));
    }
    return wire::write(object);
}

std::string accepted_frame(std::string_view id, std::int64_t sequence) {
    return wire::write(JsonObject{{"type", "accepted"}, {"id", id}, {"sequence", sequence}});
}

std::string entries_frame(std::span<const EntryView> entries, std::int64_t last) {
    return wire::write(JsonObject{{"type", "entries"}, {"entries", array_of(entries)}, {"last", last}});
}

std::string tickets_frame(std::span<const TicketView> tickets) {
    return wire::write(JsonObject{{"type", "tickets"}, {"tickets", array_of(tickets)}});
}

std::string error_frame(const FrameProblem& problem, std::optional<std::chrono::seconds> retry_after) {
    JsonObject object{{"type", "error"}, {"code", to_string(problem.code)}, {"message", problem.message}};
    if (problem.id) {
        object.emplace_back("id", *problem.id);
    }
    if (retry_after) {
        object.emplace_back("retry_after", static_cast<std::int64_t>(retry_after->count()));
    }
    return wire::write(object);
}

std::string goodbye_frame(std::chrono::seconds retry_after) {
    return wire::write(
        JsonObject{{"type", "goodbye"}, {"retry_after", static_cast<std::int64_t>(retry_after.count())}});
}

std::string visitor_body(const WelcomeView& welcome) {
    return wire::write(welcome_members(welcome));
}

std::string accepted_body(std::string_view id, std::int64_t sequence) {
    return wire::write(JsonObject{{"id", id}, {"sequence", sequence}});
}

std::string entries_body(std::span<const EntryView> entries, std::int64_t last,
                         std::span<const TicketView> tickets) {
    return wire::write(
        JsonObject{{"entries", array_of(entries)}, {"last", last}, {"tickets", array_of(tickets)}});
}

}  // namespace reformdesk::connectors::web_chat
