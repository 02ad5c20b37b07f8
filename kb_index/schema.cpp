#include "kb_index/schema.hpp"

#include "nlp/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <unordered_map>

namespace reformdesk::kb_index::schema {

namespace {

// Xapian takes 245 bytes; no pair of Vietnamese syllables is longer than this.
constexpr std::size_t longest_term = 60;

constexpr unsigned question_count = 3;
constexpr unsigned answer_count = 1;

using Counts = std::unordered_map<std::string, unsigned>;

void count(Counts& counts, std::string term, unsigned times) {
    if (!term.empty()) counts[std::move(term)] += times;
}

void count_words(Counts& counts, const Words& words, unsigned times) {
    for (std::size_t i = 0; i < words.bare.size(); ++i) {
        count(counts, term(Field::accented, words.accented[i]), times);
        count(counts, term(Field::bare, words.bare[i]), times);
        if (i == 0) continue;
        count(counts, term(Field::pair, words.bare[i - 1] + ' ' + words.bare[i]), times);
    }
}

void count_expansions(Counts& counts, const std::vector<nlp::WeightedTerm>& expansions, unsigned times) {
    for (const auto& expansion : expansions) {
        const bool pair = expansion.term.find(' ') != std::string::npos;
        count(counts, term(pair ? Field::pair : Field::bare, expansion.term), times);
    }
}

void count_question(Counts& counts, const nlp::Question& question, unsigned times) {
    count_words(counts, words_of(question), times);
    count_expansions(counts, question.expansions, times);
    for (const auto& name : question.concepts) count(counts, term(Field::concept_name, name), times);
    for (const auto& citation : question.citations)
        for (const auto& text : nlp::citation_terms(citation))
            count(counts, term(Field::citation, text), times);
}

void count_text(Counts& counts, std::string_view text, unsigned times) {
    // Longer texts are read in pieces: an answer may exceed what one question may have.
    while (!text.empty()) {
        std::string_view piece = nlp::cut(text, nlp::longest_question);
        if (piece.size() < text.size())
            if (const auto space = piece.find_last_of(" \n"); space != piece.npos)
                piece = piece.substr(0, space + 1);
        if (piece.empty()) piece = text.substr(0, nlp::longest_question);
        count_question(counts, nlp::read(piece), times);
        text.remove_prefix(piece.size());
    }
}

}  // namespace

std::string term(Field field, std::string_view text) {
    if (text.empty() || text.size() > longest_term) return {};
    return static_cast<char>(field) + std::string(text);
}

bool is_citation(std::string_view text) {
    return text.starts_with(static_cast<char>(Field::citation));
}

std::string id_term(std::string_view id) {
    return static_cast<char>(Field::id) + std::string(id);
}

Words words_of(const nlp::Question& question) {
    if (!question.syllables.empty()) return {question.syllables, question.unaccented};
    Words words;
    for (const auto token : nlp::tokens(question.normal)) {
        words.accented.emplace_back(token);
        words.bare.push_back(nlp::unaccent(token));
    }
    return words;
}

std::vector<CountedTerm> article_terms(const Article& article) {
    Counts counts;
    count_text(counts, article.question, question_count);
    for (const auto& phrasing : article.phrasings) count_text(counts, phrasing, question_count);
    count_text(counts, article.answer, answer_count);
    count(counts, term(Field::topic, nlp::normalise(article.topic)), 1);
    for (const auto& source : article.sources) count_text(counts, source.document + ' ' + source.clause, 1);
    std::vector<CountedTerm> terms;
    terms.reserve(counts.size());
    for (auto& [text, times] : counts) terms.push_back({text, times});
    std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) { return a.term < b.term; });
    return terms;
}

std::unordered_map<std::string, unsigned> phrasing_terms(const nlp::Question& phrasing) {
    Counts counts;
    count_question(counts, phrasing, question_count);
    return counts;
}

std::vector<QueryTerm> query_terms(const nlp::Question& question) {
    std::map<std::string, double> weights;
    const auto add = [&](const std::string& text, double weight) {
        if (text.empty()) return;
        auto& known = weights[text];
        known = std::max(known, weight);
    };
    const Words words = words_of(question);
    for (std::size_t i = 0; i < words.bare.size(); ++i) {
        // Without diacritics the accented terms say nothing that the bare ones do not say better.
        if (question.accented) add(term(Field::accented, words.accented[i]), 1);
        add(term(Field::bare, words.bare[i]), 1);
        if (i == 0) continue;
        add(term(Field::pair, words.bare[i - 1] + ' ' + words.bare[i]), 1);
    }
    for (const auto& expansion : question.expansions) {
        const bool pair = expansion.term.find(' ') != std::string::npos;
        add(term(pair ? Field::pair : Field::bare, expansion.term), expansion.weight);
    }
    for (const auto& name : question.concepts) add(term(Field::concept_name, name), 1);
    for (const auto& citation : question.citations)
        for (const auto& text : nlp::citation_terms(citation)) add(term(Field::citation, text), 1);
    std::vector<QueryTerm> terms;
    terms.reserve(weights.size());
    for (const auto& [text, weight] : weights) terms.push_back({text, weight});
    return terms;
}

std::string date_value(const std::optional<Date>& date) {
    if (!date) return {};
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), "%04d%02u%02u", static_cast<int>(date->year()),
                  static_cast<unsigned>(date->month()), static_cast<unsigned>(date->day()));
    return digits.data();
}

bool covers(std::string_view from, std::string_view to, Date day) {
    const std::string today = date_value(day);
    return (from.empty() || from <= today) && (to.empty() || today <= to);
}

bool applies(std::string_view article_territory, std::string_view asker_territory) {
    const auto everywhere = [](std::string_view code) { return code.empty() || code == "VN"; };
    return everywhere(article_territory) || everywhere(asker_territory) ||
           article_territory == asker_territory;
}

}  // namespace reformdesk::kb_index::schema
