#include "nlp/intent.hpp"

#include "nlp/lexicon.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <map>
#include <string>
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

// A word of the message: its text, and its number in the tables.
struct Word {
    std::string_view text;
    WordId id = unknown_word;
};

std::optional<std::int64_t> number_in(std::string_view word) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error == std::errc{} && end == word.data() + word.size() && number > 0) return number;
    constexpr std::array<std::pair<std::string_view, std::int64_t>, 15> spelt = {{{"một", 1},
                                                                                  {"mot", 1},
                                                                                  {"hai", 2},
                                                                                  {"ba", 3},
                                                                                  {"bốn", 4},
                                                                                  {"bon", 4},
                                                                                  {"năm", 5},
                                                                                  {"nam", 5},
                                                                                  {"nhất", 1},
                                                                                  {"nhat", 1},
                                                                                  {"nhì", 2},
                                                                                  {"nhi", 2},
                                                                                  {"tư", 4},
                                                                                  {"tu", 4},
                                                                                  {"1st", 1}}};
    const auto found =
        std::find_if(spelt.begin(), spelt.end(), [&](const auto& s) { return s.first == word; });
    return found == spelt.end() ? std::nullopt : std::optional(found->second);
}

bool is_number(std::string_view word) {
    return !word.empty() && word.front() >= '0' && word.front() <= '9' && number_in(word);
}

// The words, and the signs that carry meaning here: "#" in front of a number and the thumbs. Nothing when one
// of them stands in no intent.
std::optional<std::vector<Word>> command_words(std::string_view normal,
                                               std::span<const std::string_view> tokens) {
    const Lexicon& known = lexicon();
    std::vector<Word> words;
    const auto add = [&](std::string_view text) {
        // All numbers are one word of the tables.
        const WordId id = is_number(text) ? known.words.find(number_word) : known.find(text);
        words.push_back({text, id});
        return known.intents.phrases.knows(id);
    };
    for (const auto token : tokens) {
        const auto at = static_cast<std::size_t>(token.data() - normal.data());
        if (at > 0 && normal[at - 1] == '#' && !add("#")) return std::nullopt;
        if (!add(token)) return std::nullopt;
    }
    for (const std::string_view thumb : {"👍", "👎"})
        if (normal.find(thumb) != normal.npos && !add(thumb)) return std::nullopt;
    return words;
}

// The place in `names` of a name of the table.
std::size_t rank_of(std::uint32_t value) {
    static const auto ranks = [] {
        std::vector<std::size_t> found;
        for (const auto name : lexicon().intents.names) {
            const auto at =
                std::find_if(names.begin(), names.end(), [&](const auto& n) { return n.first == name; });
            found.push_back(static_cast<std::size_t>(at - names.begin()));
        }
        return found;
    }();
    return ranks[value];
}

bool names_a_number(std::size_t rank) {
    return names[rank].second == IntentKind::pick || names[rank].second == IntentKind::ticket_status;
}

// What a stretch of the message was read as: the ranks met, and a number.
struct Reading {
    std::uint32_t ranks = 0;  ///< one bit each
    std::size_t phrases = 0;
    std::optional<std::int64_t> number;
    bool two_numbers = false;
};

Reading read_phrase(std::span<const Word> words, std::uint32_t value) {
    const std::size_t rank = rank_of(value);
    Reading reading;
    if (rank != glue_rank) reading.ranks = 1u << rank;
    reading.phrases = 1;
    if (!names_a_number(rank)) return reading;
    for (const Word& word : words)
        if (const auto number = number_in(word.text)) reading.number = number;
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

// Reads the whole message as phrases without a gap; empty when that is not possible.
Readings read_whole(std::span<const Word> words) {
    std::vector<WordId> ids;
    for (const Word& word : words) ids.push_back(word.id);
    std::vector<Readings> from(words.size() + 1);
    from.back().emplace(0, Reading{});
    for (std::size_t i = words.size(); i-- > 0;) {
        for (const auto& match : lexicon().intents.phrases.all(ids, i)) {
            const Reading reading = read_phrase(words.subspan(i, match.length), match.value);
            for (const auto& [ranks, rest] : from[i + match.length])
                keep(from[i], followed_by(reading, rest));
        }
    }
    return from.front();
}

}  // namespace

Intent recognise(std::string_view text) {
    if (text.size() > longest_command) return {};
    const std::string normal = normalise(text);
    return recognise(normal, tokens(normal));
}

Intent recognise(std::string_view normal, std::span<const std::string_view> tokens) {
    if (normal.size() > longest_command || tokens.size() > most_words) return {};
    const auto words = command_words(normal, tokens);
    if (!words || words->empty()) return {};
    std::optional<Reading> best;
    const auto cost = [](const Reading& reading) {
        return std::pair(reading.phrases, std::popcount(reading.ranks));
    };
    for (const auto& [ranks, reading] : read_whole(*words))
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
