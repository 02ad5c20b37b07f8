#include "server/desk/expert_command.hpp"

#include "nlp/text.hpp"

#include <charconv>

namespace reformdesk::desk {

namespace {

constexpr std::string_view white = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(white);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(white) - first + 1);
}

// "Chuyển hồ sơ về phường, rồi …" is an answer.
bool can_be_unit(std::string_view text) {
    constexpr std::size_t longest_unit = 120;
    return text.size() <= longest_unit && text.find_first_of(".,;:?!\n") == std::string_view::npos;
}

// "Nhận!" is no answer to anybody.
std::string plain_words(std::string_view words) {
    auto plain = nlp::unaccent(nlp::normalise(words));
    const auto last = plain.find_last_not_of(" .!");
    plain.resize(last == std::string::npos ? 0 : last + 1);
    return plain;
}

// The words behind the ticket's number.
ExpertCommand command_of(std::int64_t ticket, std::string_view words) {
    words = trimmed(words);
    const auto plain = plain_words(words);
    // "chuyển" alone lacks its unit, and is no answer either: the ticket is shown with how to go on.
    if (plain.empty() || plain == "?" || plain == "chuyen") {
        return {ticket, ExpertAction::show, {}};
    }
    if (plain == "nhan") {
        return {ticket, ExpertAction::take, {}};
    }
    if (plain == "xong") {
        return {ticket, ExpertAction::done, {}};
    }
    // The unit as it was typed: behind the first word.
    const auto space = words.find_first_of(white);
    if (plain.starts_with("chuyen ") && space != std::string_view::npos && can_be_unit(words.substr(space))) {
        return {ticket, ExpertAction::forward, std::string(trimmed(words.substr(space)))};
    }
    return {ticket, ExpertAction::answer, std::string(words)};
}

}  // namespace

std::optional<ExpertCommand> read_expert_command(std::string_view text) {
    text = trimmed(text);
    if (!text.starts_with('#')) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    text = trimmed(text);
    std::int64_t ticket = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ticket);
    if (error != std::errc{} || ticket <= 0) {
        return std::nullopt;
    }
    auto words = text.substr(static_cast<std::size_t>(end - text.data()));
    const bool marked = !words.empty() && std::string_view(":,.").find(words.front()) != std::string_view::npos;
    if (marked && (words.size() == 1 || white.find(words[1]) != std::string_view::npos || words[0] == ':')) {
        words.remove_prefix(1);
    } else if (!words.empty() && white.find(words.front()) == std::string_view::npos &&
               words.front() != '?') {
        return std::nullopt;
    }
    return command_of(ticket, words);
}

ExpertCommand read_expert_reply(std::string_view text, std::int64_t ticket) {
    if (auto command = read_expert_command(text)) {
        return *command;
    }
    return command_of(ticket, text);
}

}  // namespace reformdesk::desk
