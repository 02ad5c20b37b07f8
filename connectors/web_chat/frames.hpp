// The frames of the web chat protocol as text in and out; README.md beside this file is their description,
// and tests/golden/web_chat_frames.json has one of each kind. Pure.
//
//   auto frame = parse_frame(R"({"type":"resume","after":12})");
//   if (const auto* resume = std::get_if<Resume>(&frame)) { … resume->after … }
#pragma once

#include "connectors/wire/json.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace reformdesk::connectors::web_chat {

inline constexpr int protocol_version = 1;
inline constexpr std::size_t longest_frame = 64u << 10;  ///< bytes, from the client
inline constexpr std::size_t entries_per_frame = 100;    ///< to the client

// ---- from the client

struct Hello {
    std::optional<std::string> visitor;  ///< nothing for a new visitor, and for a malformed token
    std::int64_t after = 0;
};

struct Message {
    std::string id;    ///< 8 to 64 of A-Z a-z 0-9 _ -
    std::string text;  ///< valid UTF-8, 1 to longest_text bytes, not only white space; as typed
    std::optional<std::string> choice = {};
    std::optional<std::int64_t> ticket = {};
    bool new_question = false;
};

struct Resume {
    std::int64_t after = 0;
};

enum class ErrorCode {
    bad_frame,    ///< close the connection with 1008
    bad_message,  ///< this message will never be accepted; the connection lives on
    busy,
    too_fast,
    unavailable,
};

std::string_view to_string(ErrorCode code);

/// What is wrong with something that the client sent.
struct FrameProblem {
    ErrorCode code = ErrorCode::bad_frame;
    std::string message;            ///< Vietnamese; may be shown
    std::optional<std::string> id;  ///< of the message that it is about
};

using ClientFrame = std::variant<Hello, Message, Resume, FrameProblem>;

/// Reads a frame. Members that this version does not know are ignored.
ClientFrame parse_frame(std::string_view text);

/// Reads the body of POST /chat/v1/messages: the `message` frame without `type`.
std::variant<Message, FrameProblem> parse_message_body(std::string_view text);

/// Whether the text can be a visitor's token: 22 to 64 of A-Z a-z 0-9 _ -.
bool is_visitor_token(std::string_view text);

// ---- from the server

struct SourceView {
    std::string document;
    std::string clause;
    std::string url;
};

/// What takes the place of a document of the answer, and its first day where that is known.
struct SuccessionView {
    std::string number;
    std::optional<std::string> from;  ///< "2025-07-01"
};

struct AnswerView {
    std::string article;
    std::string title;
    double confidence = 0;
    bool in_force = true;
    std::optional<std::string> valid_from;  ///< "2025-07-01"
    std::optional<std::string> valid_to;
    std::vector<SourceView> sources;
    std::vector<SuccessionView> replaced_by = {};
};

struct ChoiceView {
    std::string choice;
    std::string label;
};

struct TicketMark {
    std::int64_t number = 0;
    std::string state;
};

struct EntryView {
    std::int64_t sequence = 0;
    std::string kind;
    std::string author;
    std::string text;
    std::chrono::sys_time<std::chrono::milliseconds> at;
    std::optional<std::string> id = {};         ///< the client's id, only on the asker's own entries
    std::optional<std::int64_t> reply_to = {};  ///< sequence of the message, only on replies to one
    std::optional<AnswerView> answer = {};
    std::vector<ChoiceView> choices = {};
    std::optional<TicketMark> ticket = {};
};

struct TicketView {
    std::int64_t number = 0;
    std::string state;
    std::string question;
    std::chrono::sys_time<std::chrono::milliseconds> created_at;
    std::chrono::sys_time<std::chrono::milliseconds> updated_at;
};

struct WelcomeView {
    std::string visitor;
    std::int64_t last = 0;
    std::vector<std::string> suggestions;
    std::vector<TicketView> tickets;
};

wire::Json to_json(const EntryView& entry);
wire::Json to_json(const TicketView& ticket);

// Each gives one frame as JSON text on one line.
std::string welcome_frame(const WelcomeView& welcome);
std::string accepted_frame(std::string_view id, std::int64_t sequence);
/// `last` is the newest sequence of the conversation; at most entries_per_frame entries go into one frame.
std::string entries_frame(std::span<const EntryView> entries, std::int64_t last);
std::string tickets_frame(std::span<const TicketView> tickets);
std::string error_frame(const FrameProblem& problem, std::optional<std::chrono::seconds> retry_after = {});
std::string goodbye_frame(std::chrono::seconds retry_after);

// The bodies of the plain HTTP calls.
std::string visitor_body(const WelcomeView& welcome);
std::string accepted_body(std::string_view id, std::int64_t sequence);
std::string entries_body(std::span<const EntryView> entries, std::int64_t last,
                         std::span<const TicketView> tickets);

}  // namespace reformdesk::connectors::web_chat
