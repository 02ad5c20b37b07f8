#include "nlp/citation.hpp"

#include "nlp/clause.hpp"
#include "nlp/lexicon.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <array>

namespace reformdesk::nlp {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_ascii_letter(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_kind(std::string_view bare) {
    const auto& kinds = lexicon().document_kinds.names;
    return std::find(kinds.begin(), kinds.end(), bare) != kinds.end();
}

// A cursor over the text. Reading functions move it only when they succeed.
class Scanner {
  public:
    Scanner(std::string_view text, std::size_t at) : text_(text), at_(at) {}

    std::size_t position() const { return at_; }

    std::string digits(std::size_t most) {
        std::size_t end = at_;
        while (end < text_.size() && is_digit(text_[end])) ++end;
        if (end == at_ || end - at_ > most) return {};
        return take(end);
    }

    /// "30c", "66.7": what belongs to a number after its first digits.
    std::string number_tail() {
        std::size_t end = at_;
        if (end < text_.size() && is_ascii_letter(text_[end]) && !is_word(end + 1)) ++end;
        if (end == at_ && end + 1 < text_.size() && text_[end] == '.' && is_digit(text_[end + 1])) {
            ++end;
            while (end < text_.size() && is_digit(text_[end]) && end - at_ < 4) ++end;
            // Four digits are a year.
            if (is_word(end)) return {};
        }
        return take(end);
    }

    bool sign(char wanted) {
        std::size_t end = at_;
        if (end < text_.size() && text_[end] == ' ') ++end;
        if (end >= text_.size() || text_[end] != wanted) return false;
        ++end;
        if (end < text_.size() && text_[end] == ' ') ++end;
        at_ = end;
        return true;
    }

    bool space() {
        if (at_ >= text_.size() || text_[at_] != ' ') return false;
        ++at_;
        return true;
    }

    /// A year of four digits.
    std::string year() {
        const std::size_t start = at_;
        std::string found = digits(4);
        if (found.size() == 4 && (found.starts_with("19") || found.starts_with("20")) && !is_word(at_))
            return found;
        at_ = start;
        return {};
    }

    /// The letters and digits from here on, without diacritics.
    std::string word() {
        std::size_t end = at_;
        while (is_word(end)) ++end;
        return unaccent(take(end));
    }

  private:
    bool is_word(std::size_t at) const {
        return at < text_.size() && (is_digit(text_[at]) || is_ascii_letter(text_[at]) ||
                                     static_cast<unsigned char>(text_[at]) >= 0x80);
    }
    std::string take(std::size_t end) {
        std::string taken(text_.substr(at_, end - at_));
        at_ = end;
        return taken;
    }

    std::string_view text_;
    std::size_t at_;
};

// "cp", "ttg", "bnv-btc": the issuers after the sign that follows the kind.
std::string read_issuer(Scanner& scanner) {
    std::string issuer = scanner.word();
    for (int i = 0; i < 4 && !issuer.empty() && issuer.size() < 20; ++i) {
        Scanner ahead = scanner;
        if (!ahead.sign('-')) break;
        const std::string next = ahead.word();
        if (next.empty() || next.size() > 12 || is_digit(next.front())) break;
        issuer += '-' + next;
        scanner = ahead;
    }
    return issuer;
}

bool is_assembly(std::string_view word) {
    return (word.starts_with("qh") && word.size() > 2 && is_digit(word[2])) || word.starts_with("ubtvqh");
}

// The issuers that are told from other words without a sign beside them.
bool is_known_issuer(std::string_view word) {
    constexpr std::array<std::string_view, 9> issuers = {"cp",   "ttg", "tw",  "vpcp", "ubnd",
                                                         "hdnd", "bnv", "btc", "btp"};
    return std::find(issuers.begin(), issuers.end(), word) != issuers.end();
}

// "ndcp": a kind and an issuer without a sign between them.
bool take_glued_authority(std::string_view word, Citation& citation) {
    for (const std::size_t length : {2u, 4u}) {
        if (word.size() <= length || !is_kind(word.substr(0, length)) ||
            !is_known_issuer(word.substr(length)))
            continue;
        citation.kind = word.substr(0, length);
        citation.issuer = word.substr(length);
        return true;
    }
    return false;
}

// "/nđ-cp", "/qh15" after the number or the year; "-nq/tw" in the way of the Party; "nđ cp".
void read_authority(Scanner& scanner, Citation& citation) {
    Scanner ahead = scanner;
    const bool slash = ahead.sign('/') || ahead.sign('.');
    if (!slash && !ahead.sign('-') && !ahead.space()) return;
    const std::string kind = ahead.word();
    if (slash && is_assembly(kind)) {
        citation.issuer = kind;
        scanner = ahead;
        return;
    }
    if (take_glued_authority(kind, citation)) {
        scanner = ahead;
        return;
    }
    if (!is_kind(kind)) return;
    Scanner spaced = ahead;
    const bool beside = spaced.space() && is_known_issuer(spaced.word());
    const bool followed = ahead.sign('-') || ahead.sign('/') || ((slash || beside) && ahead.space());
    if (!followed) {
        if (!slash) return;
        citation.kind = kind;
        scanner = ahead;
        return;
    }
    Scanner after = ahead;
    const std::string issuer = read_issuer(after);
    if (issuer.empty() || issuer.size() > 24) return;
    citation.kind = kind;
    citation.issuer = issuer;
    scanner = after;
}

// "/2025", ".2025"; "-2025" only where a kind was named: "2021-2030" is a time.
void read_year(Scanner& scanner, Citation& citation, bool led) {
    Scanner ahead = scanner;
    if (!ahead.sign('/') && !ahead.sign('.') && !(led && ahead.sign('-'))) return;
    citation.year = ahead.year();
    if (!citation.year.empty()) scanner = ahead;
}

// "năm 2025", "ngày 09/6/2025", "ngày 9 tháng 6 năm 2025", after a comma or not.
void read_spelt_year(Scanner& scanner, Citation& citation) {
    Scanner ahead = scanner;
    if (!ahead.sign(',') && !ahead.space()) return;
    std::string word = ahead.word();
    if (word == "ngay") {
        if (!ahead.space() || ahead.digits(2).empty()) return;
        if (ahead.sign('/') || ahead.sign('-')) {
            if (ahead.digits(2).empty() || (!ahead.sign('/') && !ahead.sign('-'))) return;
            citation.year = ahead.year();
            if (!citation.year.empty()) scanner = ahead;
            return;
        }
        if (!ahead.space() || ahead.word() != "thang" || !ahead.space() || ahead.digits(2).empty() ||
            !ahead.space())
            return;
        word = ahead.word();
    }
    if (word != "nam" || !ahead.space()) return;
    citation.year = ahead.year();
    if (!citation.year.empty()) scanner = ahead;
}

struct Lead {
    std::string kind;
    std::string issuer;
    std::size_t offset = 0;
};

// The words that a kind may have, with an issuer and "số" after them.
constexpr std::size_t longest_lead = 6;

// The kind that the last words before a number name.
std::optional<Lead> read_lead(std::string_view text, std::size_t number,
                              std::span<const std::string_view> before) {
    const auto offset_of = [&](std::string_view word) {
        return static_cast<std::size_t>(word.data() - text.data());
    };
    if (!before.empty() && offset_of(before.back()) + before.back().size() != number &&
        (before.back() == "số" || before.back() == "so"))
        before = before.first(before.size() - 1);
    // "nđ-cp 118/2025"
    std::string issuer;
    if (before.size() > 1 && text[offset_of(before.back()) - 1] == '-' &&
        is_known_issuer(unaccent(before.back()))) {
        issuer = unaccent(before.back());
        before = before.first(before.size() - 1);
    }
    std::array<WordId, longest_lead> ids{};
    std::size_t count = 0;
    for (const auto word : before) ids[count++] = lexicon().find(word);
    for (std::size_t i = 0; i < count; ++i) {
        const auto match = lexicon().document_kinds.phrases.longest({ids.data(), count}, i);
        if (match && i + match->length == count)
            return Lead{std::string(lexicon().document_kinds.names[match->value]), std::move(issuer),
                        offset_of(before[i])};
    }
    return std::nullopt;
}

// A token that starts with digits, or an abbreviated kind with digits glued to it: where the number starts.
std::optional<std::size_t> number_start(std::string_view token) {
    const auto digit = std::find_if(token.begin(), token.end(), is_digit);
    if (digit == token.end()) return std::nullopt;
    const auto at = static_cast<std::size_t>(digit - token.begin());
    if (at > 0 && !is_kind(unaccent(token.substr(0, at)))) return std::nullopt;
    return at;
}

// A bare "7/2025" may be a month: numbers up to 12 need more evidence than a year.
bool looks_like_number_and_year(const Citation& citation) {
    const bool month = citation.number.size() < 2 || (citation.number.size() == 2 && citation.number <= "12");
    return !citation.year.empty() && !month;
}

}  // namespace

std::vector<Citation> find_citations(std::string_view normal) {
    return find_citations(normal, tokens(normal));
}

std::vector<Citation> find_citations(std::string_view normal, std::span<const std::string_view> words) {
    std::vector<Citation> found;
    std::size_t done = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto token_at = static_cast<std::size_t>(words[i].data() - normal.data());
        if (token_at < done) continue;
        const auto within = number_start(words[i]);
        if (!within) continue;
        const std::size_t number_at = token_at + *within;
        Citation citation;
        citation.offset = token_at;

        std::optional<Lead> lead;
        if (*within > 0) {
            lead = Lead{unaccent(words[i].substr(0, *within)), {}, token_at};
        } else {
            const std::size_t known = std::min(i, longest_lead);
            lead = read_lead(normal, number_at, words.subspan(i - known, known));
            if (lead && lead->offset < done) lead.reset();
        }
        Scanner scanner(normal, number_at);
        citation.number = scanner.digits(5);
        if (citation.number.empty()) continue;
        citation.number += scanner.number_tail();
        read_year(scanner, citation, lead.has_value());
        read_authority(scanner, citation);
        if (citation.year.empty()) read_spelt_year(scanner, citation);
        if (lead) {
            if (citation.kind.empty()) citation.kind = lead->kind;
            if (citation.issuer.empty()) citation.issuer = lead->issuer;
            citation.offset = lead->offset;
        }
        // "01/7/2025" and "01.07.2025".
        const bool date =
            (number_at > 0 && normal[number_at - 1] == '/') || citation.number.find('.') != std::string::npos;
        if (citation.kind.empty() && citation.issuer.empty() &&
            (date || !looks_like_number_and_year(citation)))
            continue;
        done = scanner.position();
        citation.length = done - citation.offset;
        found.push_back(std::move(citation));
    }
    if (!found.empty()) attach(find_clauses(normal, words), normal, found);
    return found;
}

std::vector<std::string> citation_terms(const Citation& citation) {
    std::vector<std::string> terms;
    std::string authority = citation.issuer;
    if (!citation.kind.empty() && citation.kind != "luat" && !citation.issuer.empty())
        authority = citation.kind + '-' + citation.issuer;
    if (!citation.year.empty() && !citation.issuer.empty())
        terms.push_back(citation.number + '/' + citation.year + '/' + authority);
    if (!citation.issuer.empty()) terms.push_back(citation.number + '/' + authority);
    if (!citation.year.empty()) terms.push_back(citation.number + '/' + citation.year);
    if (!citation.kind.empty()) terms.push_back(citation.kind + citation.number);
    for (const auto& clause : citation.clauses) terms.push_back(citation.number + ':' + clause);
    return terms;
}

}  // namespace reformdesk::nlp
