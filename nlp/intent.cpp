#include "nlp/intent.hpp"

#include "nlp/lexicon.hpp"
#include "nlp/tables.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace reformdesk::nlp {

namespace {

// Longer messages say more than a command.
constexpr std::size_t longest_command = 400;
constexpr std::size_t most_words = 24;
constexpr std::int64_t last_choice = 9;

// Where one message says two things, the earlier of these is what it is about. The last two mean nothing
// alone.
constexpr std::array<std::pair<std::string_view, IntentKind>, 12> names = {{
    {"human", IntentKind::human},
    {"erase_data", IntentKind::erase_data},
    {"ticket_status", IntentKind::ticket_status},
    {"pick", IntentKind::pick},
    {"rejection", IntentKind::rejection},
    {"help", IntentKind::help},
    {"thanks", IntentKind::thanks},
    {"affirmation", IntentKind::affirmation},
    {"goodbye", IntentKind::goodbye},
    {"greeting", IntentKind::greeting},
    {"ticket_status_tail", IntentKind::none},
    {"glue", IntentKind::none},
}};
constexpr std::size_t tail_rank = 10;
constexpr std::size_t glue_rank = 11;

struct Phrase {
    std::vector<std::string> words;
    std::size_t rank = 0;  ///< index into names
};

struct Phrases {
    std::unordered_map<std::string, std::vector<Phrase>> by_first_word;
};

// Words, and the signs that carry meaning here: "#" in front of a number and the thumbs.
std::vector<std::string> command_words(std::string_view normal) {
    std::vector<std::string> words;
    for (const std::string_view part : split(normal, ' ')) {
        if (part == "👍" || part == "👎") {
            words.emplace_back(part);
            continue;
        }
        for (const auto token : tokens(part)) {
            const bool marked = token.data() > normal.data() && token.data()[-1] == '#';
            auto& word = words.emplace_back();
            if (marked) word += '#';
            word += token;
        }
    }
    return words;
}

std::vector<std::string> phrase_words(std::string_view phrase) {
    std::vector<std::string> words;
    for (const auto word : split(phrase, ' ')) words.emplace_back(word);
    return words;
}

Phrases load_phrases() {
    Phrases phrases;
    for (const Row& row : rows_of(tables::intents)) {
        const auto name =
            std::find_if(names.begin(), names.end(), [&](const auto& n) { return n.first == row.at(0); });
        Phrase phrase{phrase_words(row.at(1)), static_cast<std::size_t>(name - names.begin())};
        phrases.by_first_word[unaccent(phrase.words.front())].push_back(std::move(phrase));
    }
    for (auto& [word, list] : phrases.by_first_word)
        std::stable_sort(list.begin(), list.end(),
                         [](const Phrase& a, const Phrase& b) { return a.words.size() > b.words.size(); });
    return phrases;
}

std::optional<std::int64_t> spelt_number(std::string_view word) {
    constexpr std::array<std::string_view, 10> spelt = {"một",  "hai", "ba", "bốn", "năm",
                                                        "nhất", "nhì", "tư", "1st", "2nd"};
    constexpr std::array<std::int64_t, 10> values = {1, 2, 3, 4, 5, 1, 2, 4, 1, 2};
    for (std::size_t i = 0; i < spelt.size(); ++i)
        if (may_mean(word, spelt[i])) return values[i];
    return std::nullopt;
}

std::optional<std::int64_t> number_of(std::string_view word, std::string_view placeholder) {
    if (placeholder.starts_with('#') != word.starts_with('#')) return std::nullopt;
    if (word.starts_with('#')) word.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error == std::errc{} && end == word.data() + word.size() && number > 0) return number;
    return spelt_number(word);
}

bool is_placeholder(std::string_view word) {
    return word.ends_with("{n}");
}

// What a stretch of the message was read as: the ranks met, and a number.
struct Reading {
    std::uint32_t ranks = 0;  ///< one bit each
    std::size_t phrases = 0;
    std::optional<std::int64_t> number;
    bool two_numbers = false;
};

std::optional<Reading> match(const std::vector<std::string>& words, std::size_t first, const Phrase& phrase) {
    if (phrase.words.size() > words.size() - first) return std::nullopt;
    Reading reading;
    if (phrase.rank != glue_rank) reading.ranks = 1u << phrase.rank;
    reading.phrases = 1;
    for (std::size_t i = 0; i < phrase.words.size(); ++i) {
        const auto& typed = words[first + i];
        if (!is_placeholder(phrase.words[i])) {
            if (!may_mean(typed, phrase.words[i])) return std::nullopt;
            continue;
        }
        reading.number = number_of(typed, phrase.words[i]);
        if (!reading.number) return std::nullopt;
    }
    return reading;
}

Reading followed_by(Reading first, const Reading& rest) {
    first.ranks |= rest.ranks;
    first.phrases += rest.phrases;
    first.two_numbers = rest.two_numbers || (first.number && rest.number);
    if (!first.number) first.number = rest.number;
    return first;
}

// The ways to read the words from some place on, the one with the fewest phrases for each set of ranks.
using Readings = std::map<std::uint32_t, Reading>;

void keep(Readings& readings, const Reading& reading) {
    const auto [known, added] = readings.emplace(reading.ranks, reading);
    if (!added && reading.phrases < known->second.phrases) known->second = reading;
}

const std::vector<Phrase>& phrases_from(const std::string& word) {
    static const Phrases phrases = load_phrases();
    static const std::vector<Phrase> none;
    const auto found = phrases.by_first_word.find(word);
    return found == phrases.by_first_word.end() ? none : found->second;
}

// Reads the whole message as phrases without a gap; empty when that is not possible.
Readings read_whole(const std::vector<std::string>& words) {
    std::vector<Readings> from(words.size() + 1);
    from.back().emplace(0, Reading{});
    for (std::size_t i = words.size(); i-- > 0;) {
        for (const std::string& key : {unaccent(words[i]), std::string("{n}"), std::string("#{n}")})
            for (const Phrase& phrase : phrases_from(key))
                if (const auto reading = match(words, i, phrase))
                    for (const auto& [ranks, rest] : from[i + phrase.words.size()])
                        keep(from[i], followed_by(*reading, rest));
    }
    return from.front();
}

}  // namespace

Intent recognise(std::string_view text) {
    if (text.size() > longest_command) return {};
    const auto words = command_words(normalise(text));
    if (words.empty() || words.size() > most_words) return {};
    std::optional<Reading> best;
    const auto cost = [](const Reading& reading) {
        return std::pair(reading.phrases, std::popcount(reading.ranks));
    };
    for (const auto& [ranks, reading] : read_whole(words))
        if (ranks != 0 && (!best || cost(reading) < cost(*best))) best = reading;
    if (!best || best->two_numbers) return {};

    const auto has = [&](IntentKind kind) {
        for (std::size_t rank = 0; rank < tail_rank; ++rank)
            if (names[rank].second == kind && (best->ranks >> rank & 1u) != 0) return true;
        return false;
    };
    const bool tail = (best->ranks >> tail_rank & 1u) != 0;
    const IntentKind kind = names[static_cast<std::size_t>(std::countr_zero(best->ranks))].second;
    if (tail && kind != IntentKind::ticket_status) return {};
    // "được không" asks.
    if (has(IntentKind::affirmation) && has(IntentKind::rejection)) return {};
    if (kind == IntentKind::pick && *best->number > last_choice) return {};
    return {kind, best->number};
}

}  // namespace reformdesk::nlp
