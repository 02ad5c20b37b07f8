#include "kb_index/schema.hpp"

#include "nlp/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace reformdesk::kb_index::schema {

namespace {

// Xapian takes 245 bytes; no pair of Vietnamese syllables is longer than this.
constexpr std::size_t longest_term = 60;

// A concept stands for all the ways of naming it, so one that is shared says more than a shared word.
constexpr double concept_weight = 4;

Field field_of(const nlp::WeightedTerm& expansion) {
    return expansion.term.find(' ') == std::string::npos ? Field::bare : Field::pair;
}

/// A term before it is spelled: its field and its one or two words.
struct Part {
    Field field;
    std::string_view first;
    std::string_view second = {};
};

// Calls visit(part, weight) for each term of a question, as often as it stands there.
template <typename Visit>
void visit_terms(const nlp::Question& question, bool accented, Visit visit) {
    const Words words(question);
    for (std::size_t i = 0; i < words.bare.size(); ++i) {
        if (accented) visit(Part{Field::accented, words.accented[i]}, 1.0);
        visit(Part{Field::bare, words.bare[i]}, 1.0);
        if (i > 0) visit(Part{Field::pair, words.bare[i - 1], words.bare[i]}, 1.0);
    }
    for (const auto& expansion : question.expansions)
        visit(Part{field_of(expansion), expansion.term}, expansion.weight);
    for (const auto& name : question.concepts) visit(Part{Field::concept_name, name}, concept_weight);
    for (const auto& citation : question.citations)
        for (const auto& text : nlp::citation_terms(citation)) visit(Part{Field::citation, text}, 1.0);
}

std::size_t size_of(const Part& part) {
    return part.second.empty() ? part.first.size() : part.first.size() + 1 + part.second.size();
}

bool worth_indexing(const Part& part) {
    return !part.first.empty() && size_of(part) <= longest_term;
}

std::string spelled(const Part& part) {
    std::string text(1, static_cast<char>(part.field));
    text += part.first;
    if (!part.second.empty()) (text += ' ') += part.second;
    return text;
}

std::uint32_t feature_of(const Part& part) {
    FeatureHash hash(static_cast<char>(part.field));
    hash.add(part.first);
    if (!part.second.empty()) hash.add(" ").add(part.second);
    return hash.feature(part.field == Field::citation);
}

void append_terms(const nlp::Question& question, std::vector<std::string>& terms) {
    visit_terms(question, true, [&](const Part& part, double) {
        if (worth_indexing(part)) terms.push_back(spelled(part));
    });
}

// In order; of those with the same key the heaviest stays.
template <typename Weighted, typename Key, typename Weight>
void keep_heaviest(std::vector<Weighted>& terms, Key Weighted::*key, Weight Weighted::*weight) {
    std::sort(terms.begin(), terms.end(), [&](const Weighted& a, const Weighted& b) {
        return a.*key != b.*key ? a.*key < b.*key : a.*weight > b.*weight;
    });
    const auto same = [&](const Weighted& a, const Weighted& b) { return a.*key == b.*key; };
    terms.erase(std::unique(terms.begin(), terms.end(), same), terms.end());
}

}  // namespace

std::string term(Field field, std::string_view text) {
    const Part part{field, text};
    return worth_indexing(part) ? spelled(part) : std::string();
}

std::string id_term(std::string_view id) {
    return static_cast<char>(Field::id) + std::string(id);
}

std::uint32_t term_feature(std::string_view term) {
    const auto field = static_cast<Field>(term.front());
    return feature_of(Part{field, term.substr(1)});
}

Words::Words(const nlp::Question& question) : accented(question.syllables), bare(question.unaccented) {
    if (!question.syllables.empty()) return;
    for (const auto token : nlp::tokens(question.normal)) {
        all_accented_.emplace_back(token);
        all_bare_.push_back(nlp::unaccent(token));
    }
    accented = all_accented_;
    bare = all_bare_;
}

void TermCounter::ask(const nlp::Question& question) {
    append_terms(question, asked_);
}

void TermCounter::answer(std::string_view text) {
    // Longer texts are read in pieces: an answer may exceed what one question may have.
    while (!text.empty()) {
        std::string_view piece = nlp::cut(text, nlp::longest_question);
        if (piece.size() < text.size())
            if (const auto space = piece.find_last_of(" \n"); space != piece.npos)
                piece = piece.substr(0, space + 1);
        if (piece.empty()) piece = text.substr(0, nlp::longest_question);
        append_terms(nlp::read(piece), answered_);
        text.remove_prefix(piece.size());
    }
}

void TermCounter::topic(std::string_view topic) {
    if (auto made = term(Field::topic, nlp::normalise(topic)); !made.empty())
        answered_.push_back(std::move(made));
}

std::vector<CountedTerm> TermCounter::take() {
    std::sort(asked_.begin(), asked_.end());
    std::sort(answered_.begin(), answered_.end());
    std::vector<CountedTerm> counted;
    auto asked = asked_.begin();
    auto answered = answered_.begin();
    while (asked != asked_.end() || answered != answered_.end()) {
        const bool from_asked = answered == answered_.end() || (asked != asked_.end() && *asked <= *answered);
        CountedTerm next{std::move(from_asked ? *asked : *answered)};
        if (from_asked)
            ++asked, ++next.asked;
        else
            ++answered, ++next.answered;
        for (; asked != asked_.end() && *asked == next.term; ++asked) ++next.asked;
        for (; answered != answered_.end() && *answered == next.term; ++answered) ++next.answered;
        counted.push_back(std::move(next));
    }
    asked_.clear();
    answered_.clear();
    return counted;
}

std::vector<CountedTerm> article_terms(const Article& article) {
    TermCounter counter;
    counter.ask(nlp::read(article.question));
    for (const auto& phrasing : article.phrasings) counter.ask(nlp::read(phrasing));
    count_rest(counter, article);
    return counter.take();
}

void count_rest(TermCounter& counter, const Article& article) {
    counter.answer(article.answer);
    counter.topic(article.topic);
    for (const auto& source : article.sources) counter.answer(source.document + ' ' + source.clause);
}

std::vector<QueryTerm> query_terms(const nlp::Question& question) {
    std::vector<QueryTerm> terms;
    // Without diacritics the accented terms say nothing that the bare ones do not say better.
    visit_terms(question, question.accented, [&](const Part& part, double weight) {
        if (worth_indexing(part)) terms.push_back({spelled(part), weight});
    });
    keep_heaviest(terms, &QueryTerm::term, &QueryTerm::weight);
    return terms;
}

SparseVector query_weights(const nlp::Question& question) {
    SparseVector weights;
    weights.reserve(4 * question.syllables.size() + 2 * question.expansions.size());
    visit_terms(question, question.accented, [&](const Part& part, double weight) {
        if (worth_indexing(part)) weights.push_back({feature_of(part), static_cast<float>(weight)});
    });
    keep_heaviest(weights, &Component::feature, &Component::value);
    return weights;
}

std::string date_value(const std::optional<Date>& date) {
    if (!date) return {};
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), "%04d%02u%02u", static_cast<int>(date->year()),
                  static_cast<unsigned>(date->month()), static_cast<unsigned>(date->day()));
    return digits.data();
}

bool covers(std::string_view from, std::string_view to, std::string_view day) {
    return (from.empty() || from <= day) && (to.empty() || day <= to);
}

bool applies(std::string_view article_territory, std::string_view asker_territory) {
    const auto everywhere = [](std::string_view code) { return code.empty() || code == "VN"; };
    return everywhere(article_territory) || everywhere(asker_territory) ||
           article_territory == asker_territory;
}

}  // namespace reformdesk::kb_index::schema
