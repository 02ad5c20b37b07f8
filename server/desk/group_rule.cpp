#include "server/desk/group_rule.hpp"

#include "nlp/text.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

namespace reformdesk::desk {

namespace {

constexpr std::string_view command_word = "cai dat";

constexpr std::array<std::pair<std::string_view, Speaking>, 6> commands{{
    {"chi khi nhac", Speaking::when_addressed},
    {"khi nhac", Speaking::when_addressed},
    {"chi tien to", Speaking::prefix_only},
    {"tien to", Speaking::prefix_only},
    {"tu tra loi", Speaking::also_when_sure},
    {"im lang", Speaking::silent},
}};

// What stands behind "cài đặt", in normal form without diacritics; nothing without that word.
std::optional<std::string> behind_command(std::string_view text) {
    const std::string plain = nlp::unaccent(nlp::normalise(text));
    const auto begin = std::min(plain.find_first_not_of(" \n\t"), plain.size());
    auto rest = std::string_view(plain).substr(begin);
    if (!rest.starts_with(command_word)) {
        return std::nullopt;
    }
    rest.remove_prefix(command_word.size());
    if (!rest.empty() && std::string_view(" :.!?").find(rest.front()) == std::string_view::npos) {
        return std::nullopt;
    }
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == ':')) {
        rest.remove_prefix(1);
    }
    while (!rest.empty() && std::string_view(" .!?").find(rest.back()) != std::string_view::npos) {
        rest.remove_suffix(1);
    }
    return std::string(rest);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z');
}

// Digits as people group them, "0912 345 678".
using Groups = std::span<const std::string_view>;

bool all_have(Groups groups, std::size_t digits) {
    return std::ranges::all_of(groups, [digits](auto group) { return group.size() == digits; });
}

// Twelve digits, the first three of a province or of a country of birth.
bool is_identity(Groups groups, std::string_view digits) {
    constexpr std::string_view no_place = "000";
    return digits.size() == 12 && digits.front() == '0' && !digits.starts_with(no_place) &&
           (groups.size() == 1 || all_have(groups, 3) || all_have(groups, 4));
}

// The digit behind "0", and those that follow it in numbers of mobile telephones; other numbers of ten digits
// are taxpayers'.
bool is_mobile(std::string_view behind_zero) {
    constexpr std::array<std::pair<char, std::string_view>, 5> ranges{{
        {'3', "23456789"},
        {'5', "25689"},
        {'7', "06789"},
        {'8', "123456789"},
        {'9', "0123456789"},
    }};
    return std::ranges::any_of(ranges, [behind_zero](const auto& range) {
        return behind_zero[0] == range.first && range.second.find(behind_zero[1]) != std::string_view::npos;
    });
}

// "0912 345 678"; but "03.07.2025 15" is a day and an hour, and "0258 3822 123" an office's telephone.
bool is_telephone(Groups groups, std::string_view digits) {
    if (digits.starts_with("84")) {
        return digits.size() == 11 && is_mobile(digits.substr(2));
    }
    const bool usual = groups.size() == 1 || (groups.front().size() >= 3 && groups.front().size() <= 7) ||
                       (groups.size() == 3 && groups.front().size() == 2 && all_have(groups.subspan(1), 4));
    return digits.size() == 10 && digits.front() == '0' && is_mobile(digits.substr(1)) && usual;
}

bool begin_with_personal_number(Groups groups) {
    constexpr std::size_t longest = 12;
    std::string digits;
    for (std::size_t count = 1; count <= groups.size() && digits.size() < longest; ++count) {
        digits += groups[count - 1];
        const auto first = groups.first(count);
        if (is_identity(first, digits) || is_telephone(first, digits)) {
            return true;
        }
    }
    return false;
}

// Whether dots, dashes or spaces, and nothing else, stand between two groups that belong together.
bool joins(std::string_view between) {
    constexpr std::size_t longest = 3;
    return between.size() <= longest && between.find_first_not_of(" .-") == std::string_view::npos;
}

bool has_personal_number(std::string_view text) {
    std::vector<std::string_view> groups;
    std::size_t end = 0;
    const auto any = [&groups] {
        for (std::size_t i = 0; i < groups.size(); ++i) {
            if (begin_with_personal_number(Groups(groups).subspan(i))) {
                return true;
            }
        }
        return false;
    };
    for (std::size_t at = 0; at < text.size();) {
        if (!is_digit(text[at])) {
            ++at;
            continue;
        }
        if (!joins(text.substr(end, at - end))) {
            if (any()) {
                return true;
            }
            groups.clear();
        }
        end = std::min(text.find_first_not_of("0123456789", at), text.size());
        groups.push_back(text.substr(at, end - at));
        at = end;
    }
    return any();
}

bool has_mail_address(std::string_view text) {
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        const auto end = std::min(text.find_first_of(" \t\n,;)>@", at + 1), text.size());
        const auto host = text.substr(at + 1, end - at - 1);
        if (at > 0 && is_word(text[at - 1]) && host.size() > 3 && is_word(host.front()) &&
            host.find('.') != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

}  // namespace

GroupVerdict judge(const Group& group, const GroupAddress& address, Timestamp now,
                   const GroupRuleOptions& options) {
    switch (group.speaking) {
        case Speaking::silent:
            return GroupVerdict::keep_silent;
        case Speaking::prefix_only:
            return address.prefixed ? GroupVerdict::speak : GroupVerdict::keep_silent;
        case Speaking::when_addressed:
            return address.any() ? GroupVerdict::speak : GroupVerdict::keep_silent;
        case Speaking::also_when_sure:
            break;
    }
    if (address.any()) {
        return GroupVerdict::speak;
    }
    const bool too_soon = group.last_unasked && now - *group.last_unasked < options.pause_between_unasked;
    return too_soon ? GroupVerdict::keep_silent : GroupVerdict::speak_if_sure;
}

std::optional<Speaking> speaking_command(std::string_view text) {
    const auto wanted = behind_command(text);
    const auto* const found = std::find_if(commands.begin(), commands.end(),
                                           [&](const auto& command) { return command.first == wanted; });
    return found == commands.end() ? std::nullopt : std::optional(found->second);
}

bool asks_for_settings(std::string_view text) {
    const auto rest = behind_command(text);
    return rest && rest->empty();
}

bool is_personal(std::string_view text) {
    const auto normal = nlp::normalise(text);
    return has_personal_number(normal) || has_mail_address(normal);
}

}  // namespace reformdesk::desk
