#include "server/desk/expert_command.hpp"

#include "nlp/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace reformdesk::desk {

namespace {

constexpr std::string_view white = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(white);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(white) - first + 1);
}

constexpr std::string_view ends_of_words = " .!";

std::string_view without_end(std::string_view words) {
    const auto last = words.find_last_not_of(ends_of_words);
    return words.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

// "TP. Nha Trang", "P.Tài chính".
bool is_short_form(std::string_view before_dot) {
    constexpr std::size_t longest = 3;
    const auto space = before_dot.find_last_of(' ');
    const auto word = space == std::string_view::npos ? before_dot : before_dot.substr(space + 1);
    return !word.empty() && word.size() <= longest;
}

// "Chuyển hồ sơ về phường, rồi …" is an answer.
bool can_be_unit(std::string_view text) {
    constexpr std::size_t longest_unit = 120;
    if (text.empty() || text.size() > longest_unit ||
        text.find_first_of(",;:?!\n") != std::string_view::npos) {
        return false;
    }
    for (auto dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.', dot + 1)) {
        if (!is_short_form(text.substr(0, dot))) {
            return false;
        }
    }
    return true;
}

// "chuyển sang Phòng Tài chính": the unit, as it was typed.
std::string_view unit_in(std::string_view words) {
    constexpr std::array<std::string_view, 6> between{"cho", "sang", "qua", "ve", "den", "toi"};
    const auto behind_first = [](std::string_view text) {
        return trimmed(text.substr(std::min(text.find_first_of(white), text.size())));
    };
    const auto unit = behind_first(words);
    const auto first = nlp::unaccent(nlp::normalise(unit.substr(0, unit.find_first_of(white))));
    const bool passed_over = std::ranges::find(between, first) != between.end();
    return without_end(passed_over ? behind_first(unit) : unit);
}

// "Nhận!" is no answer to anybody.
std::string plain_words(std::string_view words) {
    return std::string(without_end(nlp::unaccent(nlp::normalise(words))));
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
    if (plain.starts_with("chuyen ")) {
        const auto unit = unit_in(words);
        if (can_be_unit(unit)) {
            return {ticket, ExpertAction::forward, std::string(unit)};
        }
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
    if (words.starts_with(':') || words.starts_with(", ")) {
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
