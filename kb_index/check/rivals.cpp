#include "kb_index/check/rivals.hpp"

#include "kb_index/schema.hpp"
#include "nlp/question.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

namespace reformdesk::kb_index {

namespace {

// From here on two questions are the same one, or near enough for a person to look at them.
constexpr double same_question = 0.9;
constexpr double near_question = 0.8;
constexpr std::size_t rivals_looked_at = 5;

// Who leaves out the diacritics or a question mark still asks the same.
std::string comparable(std::string_view text) {
    const auto plain = nlp::unaccent(nlp::normalise(text));
    std::string joined;
    for (const auto token : nlp::tokens(plain)) {
        joined += token;
        joined += ' ';
    }
    return joined;
}

// A day on which it holds, today if possible; nothing where there is none.
std::optional<Date> day_of(const Validity& validity, Date today) {
    if (validity.from && validity.to && *validity.to < *validity.from) return std::nullopt;
    if (validity.to && *validity.to < today) return validity.to;
    if (validity.from && today < *validity.from) return validity.from;
    return today;
}

bool overlap(const Validity& a, const Validity& b) {
    return !(a.to && b.from && *a.to < *b.from) && !(b.to && a.from && *b.to < *a.from);
}

bool meet(const CheckedArticle& a, const CheckedArticle& b) {
    return overlap(a.standing.validity, b.standing.validity) &&
           schema::applies(a.article.territory, b.article.territory);
}

// "Tháng 7 năm 2025" and "tháng 7 năm 2026" differ in little more than one letter.
std::vector<std::string> figures_in(std::string_view text) {
    const auto normal = nlp::normalise(text);
    std::vector<std::string> figures;
    for (const auto token : nlp::tokens(normal))
        if (token.find_first_of("0123456789") != std::string_view::npos) figures.emplace_back(token);
    std::ranges::sort(figures);
    return figures;
}

bool has_figures_of(const Article& article, std::string_view text) {
    const auto figures = figures_in(text);
    return figures == figures_in(article.question) ||
           std::ranges::any_of(article.phrasings,
                               [&](const std::string& phrasing) { return figures == figures_in(phrasing); });
}

std::string two_digits(double fraction) {
    char text[8];
    std::snprintf(text, sizeof text, "%.2f", fraction);
    std::replace(std::begin(text), std::end(text), '.', ',');
    return text;
}

class RivalSearch {
  public:
    RivalSearch(const CheckedBase& base, Searcher& searcher, Date today)
        : base_(base), searcher_(searcher), today_(today) {
        for (std::size_t i = 0; i < base.articles.size(); ++i)
            places_.emplace(base.articles[i].article.id, i);
    }

    Rivals run(std::size_t most_asked) {
        compare_words();
        for (const auto& [article, text] : chosen(most_asked)) ask(article, *text);
        return std::move(rivals_);
    }

  private:
    struct Asked {
        std::size_t article = 0;
        const std::string* text = nullptr;
    };

    // The same words in two articles, and twice in one.
    void compare_words() {
        std::unordered_map<std::string, std::vector<std::size_t>> owners;
        for (std::size_t i = 0; i < base_.articles.size(); ++i) {
            const auto& article = base_.articles[i].article;
            compare_words(i, article.question, owners);
            for (const auto& phrasing : article.phrasings) compare_words(i, phrasing, owners);
        }
    }

    void compare_words(std::size_t article, const std::string& text,
                       std::unordered_map<std::string, std::vector<std::size_t>>& owners) {
        ++rivals_.phrasings;
        auto words = comparable(text);
        if (words.empty()) return;
        auto& having = owners[std::move(words)];
        if (!having.empty() && having.back() == article) {
            rivals_.findings.push_back(
                {FindingKind::repeated_phrasing, base_.articles[article].article.id, in_quotes(text)});
            return;
        }
        // Who shares its words with very many is compared with the first few.
        for (std::size_t i = 0; i < std::min(having.size(), rivals_looked_at); ++i)
            report_same(having[i], article, text, "");
        having.push_back(article);
    }

    // All questions, then phrasings in steps, so that every part of the base has its turn.
    std::vector<Asked> chosen(std::size_t most) const {
        std::vector<Asked> questions;
        std::vector<Asked> phrasings;
        for (std::size_t i = 0; i < base_.articles.size(); ++i) {
            const auto& article = base_.articles[i].article;
            questions.push_back({i, &article.question});
            for (const auto& phrasing : article.phrasings) phrasings.push_back({i, &phrasing});
        }
        auto all = evenly(questions, most);
        const auto more = evenly(phrasings, most - all.size());
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    static std::vector<Asked> evenly(const std::vector<Asked>& from, std::size_t most) {
        if (from.size() <= most) return from;
        std::vector<Asked> taken;
        for (std::size_t i = 0; i < most; ++i) taken.push_back(from[i * from.size() / most]);
        return taken;
    }

    void ask(std::size_t place, const std::string& text) {
        const auto& [article, standing] = base_.articles[place];
        const auto day = day_of(standing.validity, today_);
        if (!day) return;
        ++rivals_.asked;
        AskOptions options{*day};
        options.territory = article.territory;
        options.limit = rivals_looked_at;
        const auto ranked = searcher_.ask(nlp::read(text), options).ranked;
        for (const auto& candidate : ranked) {
            const auto found = places_.find(candidate.id);
            if (found != places_.end() && found->second != place)
                compare(place, found->second, candidate, text);
        }
        const auto best = std::ranges::find_if(ranked, &Candidate::in_force);
        if (best != ranked.end() && places_.contains(best->id)) report_won(place, *best, text);
    }

    void compare(std::size_t place, std::size_t other, const Candidate& candidate, const std::string& text) {
        if (candidate.similarity < near_question || !has_figures_of(base_.articles[other].article, text))
            return;
        const auto how_near = " (giống " + two_digits(candidate.similarity) + ")";
        if (candidate.similarity >= same_question)
            report_same(place, other, text, how_near);
        else
            report_near(place, other, text, how_near);
    }

    void report_near(std::size_t a, std::size_t b, const std::string& text, const std::string& how_near) {
        const auto& other = base_.articles[b];
        if (!meet(base_.articles[a], other) || !same_.insert(std::minmax(a, b)).second) return;
        rivals_.findings.push_back({FindingKind::near_question,
                                    base_.articles[a].article.id,
                                    in_quotes(text) + " gần với " + other.article.id + ", " +
                                        in_quotes(other.article.question) + how_near,
                                    {other.article.id}});
    }

    void report_same(std::size_t a, std::size_t b, const std::string& text, const std::string& how_near) {
        const auto& one = base_.articles[a];
        const auto& other = base_.articles[b];
        if (!meet(one, other) || !same_.insert(std::minmax(a, b)).second) return;
        const bool alike = comparable(one.article.answer) == comparable(other.article.answer);
        rivals_.findings.push_back({alike ? FindingKind::same_answer : FindingKind::contradiction,
                                    one.article.id,
                                    "và " + other.article.id + " cùng trả lời " + in_quotes(text) + how_near,
                                    {other.article.id}});
    }

    void report_won(std::size_t place, const Candidate& best, const std::string& text) {
        const auto winner = places_.at(best.id);
        if (winner == place || same_.contains(std::minmax(place, winner))) return;
        rivals_.findings.push_back({FindingKind::won_by_another,
                                    base_.articles[place].article.id,
                                    in_quotes(text) + " dẫn tới " + best.id + ", " +
                                        in_quotes(base_.articles[winner].article.question),
                                    {best.id}});
    }

    const CheckedBase& base_;
    Searcher& searcher_;
    Date today_;
    std::unordered_map<std::string_view, std::size_t> places_;
    std::set<std::pair<std::size_t, std::size_t>> same_;
    Rivals rivals_;
};

}  // namespace

Rivals find_rivals(const CheckedBase& base, Searcher& searcher, Date today, std::size_t most_asked) {
    return RivalSearch(base, searcher, today).run(most_asked);
}

}  // namespace reformdesk::kb_index
