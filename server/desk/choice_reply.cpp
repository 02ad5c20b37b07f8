#include "server/desk/choice_reply.hpp"

#include "nlp/lexicon.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace reformdesk::desk {

namespace {

using Syllables = std::vector<std::string>;

// A higher number names something else: a ticket, a year.
constexpr std::size_t highest_number = 9;

enum class Meaning { glue, number, first, last, middle, upper, lower, all, no, instead };

struct Phrase {
    std::string_view words;  ///< bare
    Meaning meaning = Meaning::glue;
    std::size_t number = 0;
};

// Longer phrases stand before their beginnings.
constexpr Phrase phrases[] = {
    {"dau tien", Meaning::first},  {"tren cung", Meaning::first}, {"tren dau", Meaning::first},
    {"dau", Meaning::first},       {"cuoi cung", Meaning::last},  {"duoi cung", Meaning::last},
    {"sau cung", Meaning::last},   {"cuoi", Meaning::last},       {"o giua", Meaning::middle},
    {"giua", Meaning::middle},     {"o tren", Meaning::upper},    {"ben tren", Meaning::upper},
    {"tren", Meaning::upper},      {"o duoi", Meaning::lower},    {"ben duoi", Meaning::lower},
    {"duoi", Meaning::lower},      {"tat ca", Meaning::all},      {"toan bo", Meaning::all},
    {"het ca", Meaning::all},      {"ca", Meaning::all},          {"ma la", Meaning::instead},
    {"ma", Meaning::instead},      {"phai khong", Meaning::glue}, {"dung khong", Meaning::glue},
    {"duoc khong", Meaning::glue}, {"khong phai", Meaning::no},   {"khong dung", Meaning::no},
    {"khong", Meaning::no},        {"ko", Meaning::no},           {"hong", Meaning::no},
    {"khac", Meaning::no},         {"sai", Meaning::no},          {"mot", Meaning::number, 1},
    {"nhat", Meaning::number, 1},  {"hai", Meaning::number, 2},   {"thu nhi", Meaning::number, 2},
    {"ba", Meaning::number, 3},    {"bon", Meaning::number, 4},   {"tu", Meaning::number, 4},
    {"cau hoi", Meaning::glue},    {"lua chon", Meaning::glue},   {"phuong an", Meaning::glue},
    {"truong hop", Meaning::glue}, {"noi dung", Meaning::glue},   {"y toi", Meaning::glue},
    {"o day", Meaning::glue},
};

constexpr std::string_view glue[] = {
    "a",   "ah",  "anh",  "ay",   "bai",  "ban", "chac", "chi",  "cho",  "chon", "co",
    "cau", "cai", "cung", "da",   "dang", "day", "deu",  "di",   "do",   "dong", "dung",
    "em",  "hoi", "het",  "chu",  "ke",   "kia", "la",   "lay",  "minh", "muc",  "muon",
    "nao", "nay", "nha",  "nhe",  "nhen", "nhi", "oi",   "ok",   "oke",  "phai", "phan",
    "roi", "so",  "thi",  "thoi", "thu",  "toi", "u",    "uh",   "va",   "van",  "vang",
    "vay", "ve",  "voi",  "xem",  "xin",  "y",   "loai", "luon", "nua",  "duoc", "that"};

struct Token {
    Meaning meaning = Meaning::glue;
    std::size_t number = 0;
};

std::optional<std::size_t> number_in(std::string_view word) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    const bool whole = error == std::errc{} && end == word.data() + word.size();
    return whole ? std::optional(number) : std::nullopt;
}

// How many words from `first` on the phrase takes; 0 when it stands not there.
std::size_t length_at(const Syllables& words, std::size_t first, std::string_view phrase) {
    const auto parts = nlp::split(phrase, ' ');
    if (parts.size() > words.size() - first) {
        return 0;
    }
    const auto from = words.begin() + static_cast<std::ptrdiff_t>(first);
    return std::equal(parts.begin(), parts.end(), from) ? parts.size() : 0;
}

// The reply as nothing but picks and words around them; nothing when it says more.
std::optional<std::vector<Token>> tokens_of(const Syllables& words) {
    std::vector<Token> tokens;
    for (std::size_t i = 0; i < words.size();) {
        const bool last = i + 1 == words.size() && words[i] == "khong";
        if (last && !tokens.empty() && tokens.front().meaning != Meaning::all) {
            break;  // "số 2 không" asks whether it may be that one
        }
        if (const auto number = number_in(words[i])) {
            if (*number > highest_number) {
                return std::nullopt;
            }
            tokens.push_back({Meaning::number, *number});
            ++i;
            continue;
        }
        const auto found = std::find_if(std::begin(phrases), std::end(phrases), [&](const Phrase& phrase) {
            return length_at(words, i, phrase.words) > 0;
        });
        if (found != std::end(phrases)) {
            tokens.push_back({found->meaning, found->number});
            i += length_at(words, i, found->words);
        } else if (std::find(std::begin(glue), std::end(glue), words[i]) != std::end(glue)) {
            ++i;
        } else {
            return std::nullopt;
        }
    }
    return tokens;
}

// The position that a token names, 0-based; one that is not there for a number beyond the last.
std::optional<std::size_t> position_of(const Token& token, std::size_t choices) {
    switch (token.meaning) {
        case Meaning::number:
            return token.number - 1;  // 0 wraps to one that is not there
        case Meaning::first:
            return 0;
        case Meaning::last:
            return choices - 1;
        case Meaning::middle:
            return choices == 3 ? 1 : choices;
        case Meaning::upper:
            return choices == 2 ? 0 : choices;
        case Meaning::lower:
            return choices == 2 ? 1 : choices;
        case Meaning::glue:
        case Meaning::all:
        case Meaning::no:
        case Meaning::instead:
            break;
    }
    return std::nullopt;
}

struct Named {
    std::vector<std::size_t> wanted;
    std::vector<std::size_t> refused;
    bool all = false;
    bool no = false;
};

// "không phải cái 1 mà cái 2" and "số 2 chứ không phải số 1" want the second, "cái 2 không phải" another one.
Named named_in(const std::vector<Token>& tokens, std::size_t choices) {
    Named named;
    bool refusing = false;
    for (const auto& token : tokens) {
        if (token.meaning == Meaning::no) {
            named.no = true;
            refusing = true;
        } else if (token.meaning == Meaning::instead) {
            refusing = false;
        } else if (token.meaning == Meaning::all) {
            named.all = true;
        } else if (const auto position = position_of(token, choices)) {
            (refusing ? named.refused : named.wanted).push_back(*position);
        }
    }
    if (refusing && named.refused.empty()) {
        named.refused = std::exchange(named.wanted, {});
    }
    return named;
}

ChoiceReply understood(Named named, std::size_t choices) {
    std::vector<std::size_t> every(choices);
    std::iota(every.begin(), every.end(), std::size_t{0});
    if (named.all) {
        if (named.no) {
            return {ChoiceReplyKind::none};
        }
        // "cả hai" among three may be any two of them.
        const bool is_every = named.wanted.empty() || named.wanted.front() + 1 == choices;
        return is_every ? ChoiceReply{ChoiceReplyKind::picked, every} : ChoiceReply{ChoiceReplyKind::unclear};
    }
    if (named.wanted.empty() && named.refused.empty()) {
        return {named.no ? ChoiceReplyKind::none : ChoiceReplyKind::other};
    }
    if (named.wanted.empty()) {
        std::erase_if(every, [&](auto each) { return std::ranges::count(named.refused, each) > 0; });
        return every.size() == 1 ? ChoiceReply{ChoiceReplyKind::picked, every}
                                 : ChoiceReply{ChoiceReplyKind::unclear};
    }
    const bool there = std::ranges::all_of(named.wanted, [&](auto each) { return each < choices; });
    return there ? ChoiceReply{ChoiceReplyKind::picked, named.wanted} : ChoiceReply{ChoiceReplyKind::unclear};
}

bool contains(const Syllables& longer, const Syllables& shorter) {
    return !shorter.empty() &&
           std::search(longer.begin(), longer.end(), shorter.begin(), shorter.end()) != longer.end();
}

// The only choice that the test accepts; nullptr when it accepts none or several.
template <typename Test>
const Choice* only_one(std::span<const Choice> choices, const std::vector<Syllables>& labels, Test accepts) {
    const Choice* found = nullptr;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (!accepts(labels[i])) {
            continue;
        }
        if (found != nullptr) {
            return nullptr;
        }
        found = &choices[i];
    }
    return found;
}

// At most one letter wrong, missing, too many, or two swapped.
bool nearly_same(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) {
        std::swap(a, b);
    }
    const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin());
    const auto at = static_cast<std::size_t>(left - a.begin());
    if (at == a.size()) {
        return b.size() <= a.size() + 1;
    }
    if (b.size() == a.size() + 1) {
        return a.substr(at) == b.substr(at + 1);
    }
    if (b.size() != a.size()) {
        return false;
    }
    const bool swapped =
        at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at] && a.substr(at + 2) == b.substr(at + 2);
    return swapped || a.substr(at + 1) == b.substr(at + 1);
}

// The typed words that tell choices apart.
Syllables telling(const nlp::Question& words) {
    Syllables kept;
    for (std::size_t i = 0; i < words.unaccented.size(); ++i) {
        const auto& word = words.unaccented[i];
        const bool around = std::find(std::begin(glue), std::end(glue), word) != std::end(glue);
        if (!around && !nlp::is_stop_word(words.syllables[i])) {
            kept.push_back(word);
        }
    }
    return kept;
}

// All the words stand in the label; a longer one may have a wrong letter when another word is right.
bool has_all(const Syllables& label, const Syllables& typed) {
    constexpr std::size_t too_short_to_guess = 4;
    bool one_right = false;
    for (const auto& word : typed) {
        const bool right = std::ranges::count(label, word) > 0;
        const auto nearly = [&](const std::string& known) {
            return word.front() == known.front() && nearly_same(word, known);
        };
        if (!right && (word.size() < too_short_to_guess || std::ranges::none_of(label, nearly))) {
            return false;
        }
        one_right = one_right || right;
    }
    return one_right;
}

}  // namespace

ChoiceReply read_choice_reply(const nlp::Question& reply, std::size_t choices) {
    Syllables words;
    for (const auto token : nlp::tokens(reply.normal)) {
        words.push_back(nlp::unaccent(token));
    }
    const auto tokens = tokens_of(words);
    return tokens && choices > 0 ? understood(named_in(*tokens, choices), choices) : ChoiceReply{};
}

const Choice* choice_in_words(std::span<const Choice> choices, const nlp::Question& words) {
    std::vector<Syllables> labels;
    for (const auto& choice : choices) {
        labels.push_back(nlp::read(choice.label).unaccented);
    }
    const auto& typed = words.unaccented;
    if (typed.empty()) {
        return nullptr;
    }
    const auto same = [&](const Syllables& label) { return label == typed; };
    const auto repeated = [&](const Syllables& label) { return contains(typed, label); };
    const auto part = [&](const Syllables& label) { return typed.size() >= 2 && contains(label, typed); };
    if (const auto* choice = only_one(choices, labels, same)) {
        return choice;
    }
    if (const auto* choice = only_one(choices, labels, repeated)) {
        return choice;
    }
    if (const auto* choice = only_one(choices, labels, part)) {
        return choice;
    }
    const auto told = telling(words);
    return only_one(choices, labels, [&](const Syllables& label) { return has_all(label, told); });
}

}  // namespace reformdesk::desk
