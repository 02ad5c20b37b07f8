#include "nlp/phrase_matcher.hpp"

#include "nlp/text.hpp"
#include "nlp/utf8.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace reformdesk::nlp {

namespace {

constexpr std::uint32_t no_value = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t start = 0;

}  // namespace

class PatternCompiler {
  public:
    using Node = PhraseMatcher::Node;
    using Nodes = std::vector<Node>;

    PatternCompiler(const PhraseClasses& classes, Vocabulary& words) : classes_(classes), words_(words) {
        add_node();
    }

    void add(const PhrasePattern& pattern) {
        for (const Node end : compile(pattern.text, {start}))
            if (end != start) values_[end] = std::min(values_[end], pattern.value);
    }

    void finish(PhraseMatcher& matcher) {
        auto& first = matcher.first_edge_;
        first.assign(values_.size() + 1, 0);
        for (const auto& edge : edges_) ++first[edge.from + 1];
        std::partial_sum(first.begin(), first.end(), first.begin());
        matcher.edges_.resize(edges_.size());
        std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
        for (const auto& [from, edge] : edges_) matcher.edges_[next[from]++] = edge;
        for (std::size_t node = 0; node < values_.size(); ++node)
            std::sort(matcher.edges_.begin() + first[node], matcher.edges_.begin() + first[node + 1],
                      [](const auto& a, const auto& b) {
                          return std::pair(a.word, a.to) < std::pair(b.word, b.to);
                      });
        matcher.values_ = std::move(values_);
        matcher.known_.assign(words_.size(), false);
        for (const auto& edge : matcher.edges_) matcher.known_[edge.word] = true;
    }

  private:
    struct FromEdge {
        Node from = start;
        PhraseMatcher::Edge edge;
    };

    // The nodes in which the pattern, begun at any of `from`, may end.
    Nodes compile(std::string_view pattern, Nodes from) {
        while (!pattern.empty()) {
            const auto next = std::min(pattern.find_first_of("[{"), pattern.size());
            if (next > 0) {
                from = add_words(pattern.substr(0, next), from);
                pattern.remove_prefix(next);
                continue;
            }
            const bool optional = pattern.front() == '[';
            const auto end = pattern.find(optional ? ']' : '}');
            if (end == pattern.npos) throw std::invalid_argument("a pattern does not end");
            const auto inside = pattern.substr(1, end - 1);
            pattern.remove_prefix(end + 1);
            Nodes joined = choose(optional ? split(inside, '|') : classes_.at(inside), from);
            if (optional) joined.insert(joined.end(), from.begin(), from.end());
            from = std::move(joined);
        }
        return from;
    }

    // The ends of the alternatives become one node: none of them has edges yet.
    Nodes choose(const std::vector<std::string_view>& alternatives, const Nodes& from) {
        const std::size_t first = edges_.size();
        const auto oldest = static_cast<Node>(values_.size());
        Nodes ends;
        for (const auto alternative : alternatives)
            for (const Node end : compile(alternative, from))
                if (end >= oldest) ends.push_back(end);
        if (ends.empty()) return {};
        for (std::size_t i = first; i < edges_.size(); ++i)
            if (std::find(ends.begin(), ends.end(), edges_[i].edge.to) != ends.end())
                edges_[i].edge.to = ends.front();
        return {ends.front()};
    }

    Nodes add_words(std::string_view text, Nodes from) {
        for (const auto typed : split(text, ' ')) {
            if (typed.empty()) continue;
            const std::string word = one_spelling(typed);
            const std::string bare = is_ascii(word) ? word : unaccent(word);
            const WordId exact = words_.add(word);
            const WordId inexact = bare == word ? unknown_word : words_.add(bare);
            const Node to = add_node();
            for (const Node node : from) {
                edges_.push_back({node, {exact, to, true}});
                if (inexact != unknown_word) edges_.push_back({node, {inexact, to, false}});
            }
            from = {to};
        }
        return from;
    }

    Node add_node() {
        values_.push_back(no_value);
        return static_cast<Node>(values_.size() - 1);
    }

    const PhraseClasses& classes_;
    Vocabulary& words_;
    std::vector<FromEdge> edges_;
    std::vector<std::uint32_t> values_;
};

PhraseMatcher::PhraseMatcher(std::span<const PhrasePattern> patterns, const PhraseClasses& classes,
                             Vocabulary& words) {
    PatternCompiler compiler(classes, words);
    for (const auto& pattern : patterns) compiler.add(pattern);
    compiler.finish(*this);
}

std::span<const PhraseMatcher::Edge> PhraseMatcher::edges_from(Node node, WordId word) const {
    const auto begin = edges_.begin() + first_edge_[node];
    const auto end = edges_.begin() + first_edge_[node + 1];
    const auto from = std::lower_bound(begin, end, word, [](const Edge& e, WordId w) { return e.word < w; });
    const auto to = std::find_if(from, end, [&](const Edge& e) { return e.word != word; });
    return {from, to};
}

// Calls visit(match) for each end of a phrase, in the order of length.
template <typename Visit>
void PhraseMatcher::walk(std::span<const WordId> words, std::size_t first, Visit visit) const {
    struct Place {
        Node node = start;
        bool exact = true;
    };
    std::vector<Place> places;
    std::vector<Place> next;
    for (std::size_t at = first; at < words.size(); ++at) {
        if (!knows(words[at])) return;
        next.clear();
        const auto advance = [&](const Place& place) {
            for (const Edge& edge : edges_from(place.node, words[at]))
                next.push_back({edge.to, place.exact && edge.exact});
        };
        if (at == first)
            advance({});
        else
            std::for_each(places.begin(), places.end(), advance);
        if (next.empty()) return;
        for (const Place& place : next)
            if (values_[place.node] != no_value)
                visit(Match{at - first + 1, values_[place.node], place.exact});
        places.swap(next);
    }
}

std::optional<PhraseMatcher::Match> PhraseMatcher::longest(std::span<const WordId> words,
                                                           std::size_t first) const {
    std::optional<Match> best;
    walk(words, first, [&](const Match& match) {
        if (!best || match.length > best->length || match.value < best->value) best = match;
    });
    return best;
}

std::optional<PhraseMatcher::Match> PhraseMatcher::longest_certain(std::span<const WordId> words,
                                                                   std::size_t first) const {
    std::optional<Match> best;
    walk(words, first, [&](const Match& match) {
        if (match.length == 1 && !match.exact) return;
        if (!best || match.length > best->length || match.value < best->value) best = match;
    });
    return best;
}

std::vector<PhraseMatcher::Match> PhraseMatcher::all(std::span<const WordId> words, std::size_t first) const {
    std::vector<Match> found;
    walk(words, first, [&](const Match& match) { found.push_back(match); });
    return found;
}

}  // namespace reformdesk::nlp
