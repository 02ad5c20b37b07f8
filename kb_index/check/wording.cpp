#include "kb_index/check/wording.hpp"

#include "kb_index/check/known_words.hpp"
#include "kb_index/check/prose.hpp"
#include "nlp/lexicon.hpp"
#include "nlp/syllable.hpp"
#include "nlp/text.hpp"
#include "nlp/utf8.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <unordered_map>

namespace reformdesk::kb_index {

namespace {

// Two syllables side by side may well have no diacritics.
constexpr std::size_t shortest_bare_run = 3;
// So many capital words in a row are a heading.
constexpr std::size_t longest_abbreviation_run = 2;
// Looking for suggestions takes milliseconds.
constexpr std::size_t most_suggested = 200;
constexpr std::string_view emphasis = "*_ ";

using Tokens = std::vector<std::string_view>;

/// In which articles something stands; each once, in their order.
using Uses = std::map<std::string, std::vector<std::string>, std::less<>>;

void note(Uses& uses, std::string_view what, const std::string& id) {
    auto found = uses.find(what);
    if (found == uses.end()) found = uses.emplace(std::string(what), std::vector<std::string>()).first;
    if (found->second.empty() || found->second.back() != id) found->second.push_back(id);
}

Finding finding_of_use(FindingKind kind, const std::string& what, std::vector<std::string> ids,
                       const std::string& more = {}) {
    Finding finding{kind, ids.front(), in_quotes(what) + more};
    if (ids.size() > 1) finding.text += " (ở " + std::to_string(ids.size()) + " bài: " + listed(ids) + ")";
    ids.erase(ids.begin());
    finding.others = std::move(ids);
    return finding;
}

bool is_roman(std::string_view word) {
    return word.find_first_not_of("IVXLC") == std::string_view::npos;
}

// Of the letters of abbreviations only "Đ" has more than ASCII.
bool is_word_in_capitals(std::string_view word) {
    return std::ranges::any_of(nlp::decode(word), [](char32_t c) { return c >= 0x80 && c != U'Đ'; });
}

// "KH&CN" is "KHCN".
bool is_known_abbreviation(const std::string& word) {
    auto normal = nlp::normalise(word);
    std::erase(normal, '&');
    const auto& kinds = nlp::lexicon().document_kinds.names;
    return nlp::is_shorthand(normal) || is_known_word(normal) ||
           std::ranges::count(kinds, nlp::unaccent(normal)) > 0;
}

// Puts together what an ampersand joins; views into the same text.
Tokens with_ampersands(const Tokens& words) {
    Tokens joined;
    for (const auto word : words) {
        if (!joined.empty()) {
            auto& last = joined.back();
            const char* behind = last.data() + last.size();
            if (behind + 1 == word.data() && *behind == '&' && is_all_capitals(word) &&
                is_all_capitals(last.substr(last.rfind('&') + 1))) {
                last = {last.data(), last.size() + 1 + word.size()};
                continue;
            }
        }
        joined.push_back(word);
    }
    return joined;
}

// Of capital letters only, several words with ampersands included.
bool is_abbreviation(std::string_view word) {
    return is_all_capitals(word.substr(0, word.find('&')));
}

class AbbreviationCheck {
  public:
    explicit AbbreviationCheck(const CheckedBase& base) {
        for (const auto& [article, standing] : base.articles) {
            read(article.question, article.id);
            for (const auto& phrasing : article.phrasings) read(phrasing, article.id);
            read(article.answer, article.id);
        }
    }

    Findings findings() const {
        Findings found;
        for (const auto& [word, ids] : uses_) {
            if (explained_.contains(word) || is_known_abbreviation(word)) continue;
            found.push_back(finding_of_use(FindingKind::unknown_abbreviation, word, ids));
        }
        return found;
    }

  private:
    void read(std::string_view text, const std::string& id) {
        const auto prose = prose_of(text);
        const auto words = with_ampersands(nlp::tokens(prose));
        for (std::size_t first = 0; first < words.size();) {
            std::size_t last = first;
            while (last < words.size() && is_abbreviation(words[last]) &&
                   (last == first || is_beside(words[last - 1], words[last])))
                ++last;
            if (last > first) read_run({words.data() + first, last - first}, prose, id);
            first = std::max(last, first + 1);
        }
    }

    static bool is_beside(std::string_view word, std::string_view next) {
        return word.data() + word.size() + 1 == next.data() && *(next.data() - 1) == ' ';
    }

    void read_run(std::span<const std::string_view> run, std::string_view prose, const std::string& id) {
        if (run.size() > longest_abbreviation_run || std::ranges::any_of(run, is_word_in_capitals)) return;
        const bool explained = is_explained(run, prose);
        for (const auto word : run) {
            if (is_roman(word)) continue;
            if (explained) explained_.emplace(word);
            note(uses_, word, id);
        }
    }

    // "… (DVC)" or "DVC (…)", with the marks of bold text between.
    static bool is_explained(std::span<const std::string_view> run, std::string_view prose) {
        const auto begin = static_cast<std::size_t>(run.front().data() - prose.data());
        const auto end = static_cast<std::size_t>(run.back().data() + run.back().size() - prose.data());
        const auto before = begin == 0 ? begin : prose.find_last_not_of("*_", begin - 1);
        const auto behind = prose.find_first_not_of(emphasis, end);
        const auto sign_at = [&](std::size_t at) { return at < prose.size() ? prose[at] : ' '; };
        return sign_at(behind) == '(' || (begin > 0 && sign_at(before) == '(' && sign_at(behind) == ')');
    }

    Uses uses_;
    std::set<std::string, std::less<>> explained_;
};

// Bytes that are no letters of a syllable are left out of runs.
bool is_bare(std::string_view normal) {
    return nlp::is_ascii(normal) && nlp::is_bare_syllable(normal);
}
bool lacks_diacritics(std::string_view normal) {
    return !nlp::is_syllable(nlp::decode(normal));
}

std::string_view piece_of(std::span<const std::string_view> run) {
    const char* begin = run.front().data();
    return {begin, static_cast<std::size_t>(run.back().data() + run.back().size() - begin)};
}

// The first piece of several syllables without diacritics, of which one at least is no syllable as it stands.
std::string_view bare_piece(const Tokens& words) {
    for (std::size_t first = 0; first < words.size();) {
        std::size_t last = first;
        bool lacking = false;
        for (; last < words.size(); ++last) {
            const auto normal = nlp::normalise(words[last]);
            if (!is_bare(normal)) break;
            lacking = lacking || lacks_diacritics(normal);
        }
        if (lacking && last - first >= shortest_bare_run)
            return piece_of({words.data() + first, last - first});
        first = std::max(last, first + 1);
    }
    return {};
}

bool is_wholly_bare(const Tokens& words) {
    return words.size() >= shortest_bare_run && std::ranges::all_of(words, nlp::is_ascii);
}

void check_diacritics(const Article& article, std::string_view text, const std::string& where,
                      Findings& findings) {
    const auto prose = prose_of(text);
    const auto words = nlp::tokens(prose);
    if (is_wholly_bare(words)) {
        findings.push_back({FindingKind::missing_diacritics, article.id, where + " không có dấu nào"});
        return;
    }
    const auto piece = bare_piece(words);
    if (!piece.empty())
        findings.push_back(
            {FindingKind::missing_diacritics, article.id, where + " có đoạn không dấu " + in_quotes(piece)});
}

class SpellingCheck {
  public:
    SpellingCheck(const CheckedBase& base, const Dictionary& dictionary) : dictionary_(dictionary) {
        for (const auto& [article, standing] : base.articles) {
            read(article.question, article.id);
            read(article.answer, article.id);
        }
    }

    Findings findings() const {
        Findings found;
        for (const auto& [word, ids] : unknown_) {
            std::string meant;
            if (found.size() < most_suggested)
                for (const auto& suggestion : dictionary_.suggestions(word))
                    meant += (meant.empty() ? ", có thể là " : ", ") + suggestion;
            found.push_back(finding_of_use(FindingKind::unknown_word, word, ids, meant));
        }
        return found;
    }

  private:
    void read(std::string_view text, const std::string& id) {
        const auto prose = prose_of(text);
        for (const auto word : nlp::tokens(prose)) {
            if (has_inner_capital(word)) continue;
            const auto normal = nlp::normalise(word);
            if (!is_right(normal)) note(unknown_, normal, id);
        }
    }

    bool is_right(const std::string& word) {
        const auto found = judged_.find(word);
        if (found != judged_.end()) return found->second;
        return judged_.emplace(word, is_known_word(word) || dictionary_.knows(word)).first->second;
    }

    const Dictionary& dictionary_;
    std::unordered_map<std::string, bool> judged_;
    Uses unknown_;
};

}  // namespace

Findings check_abbreviations(const CheckedBase& base) {
    return AbbreviationCheck(base).findings();
}

Findings check_diacritics(const CheckedBase& base) {
    Findings findings;
    for (const auto& [article, standing] : base.articles) {
        check_diacritics(article, article.question, "câu hỏi", findings);
        check_diacritics(article, article.answer, "câu trả lời", findings);
    }
    return findings;
}

Findings check_spelling(const CheckedBase& base, const Dictionary& dictionary) {
    return SpellingCheck(base, dictionary).findings();
}

}  // namespace reformdesk::kb_index
