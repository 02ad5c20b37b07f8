#include "nlp/lexicon.hpp"

#include "nlp/tables.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace reformdesk::nlp {

namespace {

using Readings = std::unordered_map<std::string, std::vector<std::string>>;

Readings load_readings() {
    Readings readings;
    const auto add = [&](const std::string& key, std::string_view value) {
        auto& known = readings[key];
        if (std::find(known.begin(), known.end(), value) == known.end()) known.emplace_back(value);
    };
    for (const auto table : {tables::abbreviations, tables::shorthand}) {
        for (const Row& row : rows_of(table)) {
            const std::string key(row.at(0));
            for (const auto value : split(row.at(1), '|')) {
                add(key, value);
                if (const std::string bare = unaccent(key); bare != key) add(bare, value);
            }
        }
    }
    return readings;
}

struct Fillers {
    /// By the bare first word, longest phrase first.
    std::unordered_map<std::string, std::vector<std::vector<std::string>>> by_first_word;
};

Fillers load_fillers() {
    Fillers fillers;
    for (const Row& row : rows_of(tables::fillers)) {
        std::vector<std::string> words;
        for (const auto word : tokens(row.at(0))) words.emplace_back(word);
        fillers.by_first_word[unaccent(words.front())].push_back(std::move(words));
    }
    for (auto& [word, phrases] : fillers.by_first_word)
        std::stable_sort(phrases.begin(), phrases.end(),
                         [](const auto& a, const auto& b) { return a.size() > b.size(); });
    return fillers;
}

std::unordered_set<std::string> load_stop_words() {
    std::unordered_set<std::string> words;
    for (const Row& row : rows_of(tables::stop_words)) words.emplace(row.at(0));
    return words;
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == text.npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::vector<Row> rows_of(std::string_view table) {
    std::vector<Row> rows;
    for (const auto line : split(table, '\n')) {
        // "#{n}" is an entry; a comment has a space after the sign.
        if (line.empty() || line.starts_with("# ")) continue;
        rows.push_back(split(line, '\t'));
    }
    return rows;
}

const std::vector<std::string>& readings_of(std::string_view word) {
    static const Readings readings = load_readings();
    static const std::vector<std::string> none;
    const auto found = readings.find(std::string(word));
    return found == readings.end() ? none : found->second;
}

bool may_mean(std::string_view typed, std::string_view meant) {
    return typed == meant || typed == unaccent(meant);
}

std::size_t filler_length(const std::vector<std::string>& words, std::size_t first) {
    static const Fillers fillers = load_fillers();
    const auto found = fillers.by_first_word.find(unaccent(words[first]));
    if (found == fillers.by_first_word.end()) return 0;
    for (const auto& phrase : found->second) {
        if (phrase.size() > words.size() - first) continue;
        const auto start = words.begin() + static_cast<std::ptrdiff_t>(first);
        // "nha" without diacritics may be "nhà": a single word must be the filler itself.
        if (phrase.size() == 1 && phrase.front() != *start) continue;
        if (std::equal(phrase.begin(), phrase.end(), start,
                       [](const auto& meant, const auto& typed) { return may_mean(typed, meant); }))
            return phrase.size();
    }
    return 0;
}

bool is_stop_word(std::string_view word) {
    static const std::unordered_set<std::string> words = load_stop_words();
    return words.contains(std::string(word));
}

}  // namespace reformdesk::nlp
