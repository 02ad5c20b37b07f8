#include "nlp/clause.hpp"

#include <algorithm>
#include <iterator>

namespace reformdesk::nlp {

namespace {

// " của ", ", ", " điểm a của ": what may stand between a clause and its document.
constexpr std::size_t longest_link = 24;

struct Unit {
    std::string_view accented;
    std::string_view bare;

    bool is(std::string_view token) const { return token == accented || token == bare; }
};

constexpr Unit article_unit{"điều", "dieu"};
constexpr Unit clause_unit{"khoản", "khoan"};

// "5", "12", "5a"; nothing for any other token.
bool is_number(std::string_view token) {
    const auto digits = static_cast<std::size_t>(
        std::find_if(token.begin(), token.end(), [](char c) { return c < '0' || c > '9'; }) - token.begin());
    if (digits == 0 || digits > 3) return false;
    return digits == token.size() ||
           (digits + 1 == token.size() && token[digits] >= 'a' && token[digits] <= 'z');
}

class Reader {
  public:
    Reader(std::string_view normal, std::span<const std::string_view> tokens)
        : normal_(normal), tokens_(tokens) {}

    bool names(std::size_t at, const Unit& unit) const {
        return at + 1 < tokens_.size() && unit.is(tokens_[at]) && is_number(tokens_[at + 1]);
    }

    std::string number(std::size_t at) const { return std::string(tokens_[at + 1]); }

    Clause clause(std::string article, std::string number, std::size_t first, std::size_t last) const {
        const auto begin = static_cast<std::size_t>(tokens_[first].data() - normal_.data());
        const auto end =
            static_cast<std::size_t>(tokens_[last].data() - normal_.data()) + tokens_[last].size();
        return {std::move(article), std::move(number), begin, end - begin};
    }

  private:
    std::string_view normal_;
    std::span<const std::string_view> tokens_;
};

}  // namespace

std::vector<Clause> find_clauses(std::string_view normal, std::span<const std::string_view> tokens) {
    const Reader reader(normal, tokens);
    std::vector<Clause> found;
    std::size_t done = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (!reader.names(i, article_unit)) continue;
        const bool led = i >= done + 2 && reader.names(i - 2, clause_unit);
        const bool followed = !led && reader.names(i + 2, clause_unit);
        std::string number;
        if (led) number = reader.number(i - 2);
        if (followed) number = reader.number(i + 2);
        const std::size_t last = followed ? i + 3 : i + 1;
        found.push_back(reader.clause(reader.number(i), std::move(number), led ? i - 2 : i, last));
        done = last + 1;
        i = last;
    }
    return found;
}

void attach(std::span<const Clause> clauses, std::string_view normal, std::span<Citation> citations) {
    if (citations.empty()) return;
    for (const Clause& clause : clauses) {
        const std::size_t end = clause.offset + clause.length;
        auto document = std::partition_point(citations.begin(), citations.end(),
                                             [&](const Citation& citation) { return citation.offset < end; });
        const bool linked = document != citations.end() && document->offset - end <= longest_link &&
                            normal.substr(end, document->offset - end).find_first_of(".;?!") == normal.npos;
        if (document != citations.begin()) {
            const Citation& before = *std::prev(document);
            // "điều 118/2025" names no article.
            if (before.offset + before.length > clause.offset) continue;
            if (!linked) --document;
        }
        document->clauses.push_back(clause.article);
        if (!clause.number.empty()) document->clauses.push_back(clause.article + '.' + clause.number);
    }
}

}  // namespace reformdesk::nlp
