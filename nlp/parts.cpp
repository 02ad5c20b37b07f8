#include "nlp/parts.hpp"

#include "nlp/follow_up.hpp"
#include "nlp/lexicon.hpp"
#include "nlp/question.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace reformdesk::nlp {

namespace {

// A stretch of the message between two places where a question may end.
struct Piece {
    std::string_view text;
    bool asked = false;     ///< ends with a question mark
    bool marked = false;    ///< follows a number or a joint
    bool numbered = false;  ///< follows a number
};

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Looks for the numbers of a list in their order: "1.", "2)", "3/", or "a)", "b)".
class Numbering {
  public:
    /// The length of the list's next number at `at`; 0 when there is none.
    std::size_t length_at(std::string_view text, std::size_t at) {
        if (at > 0 && !is_space(text[at - 1])) return 0;
        const auto sign = text.find_first_of(".)/:", at);
        if (sign == text.npos || sign - at > 2 || sign + 1 >= text.size() || !is_space(text[sign + 1]))
            return 0;
        const std::string_view label = text.substr(at, sign - at);
        const bool number = label == std::to_string(count_ + 1);
        const bool letter = text[sign] == ')' && label.size() == 1 && count_ < 9 &&
                            label.front() == static_cast<char>('a' + count_);
        if (!(number && letters_ != true) && !(letter && letters_ != false)) return 0;
        if (count_ == 0 && !begins_a_list(text, at)) return 0;
        letters_ = letter;
        ++count_;
        return label.size() + 1;
    }

  private:
    // "điều 1. ..." is no list.
    static bool begins_a_list(std::string_view text, std::size_t at) {
        while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
        return at == 0 || std::string_view("\n\r.:;?!,").find(text[at - 1]) != std::string_view::npos;
    }

    std::optional<bool> letters_;
    std::size_t count_ = 0;
};

struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
};

// Where a joint begins, and where it ends.
std::vector<Word> find_joints(std::string_view text) {
    std::vector<WordId> words;
    std::vector<Word> places;
    for (const auto token : tokens(text)) {
        const auto at = static_cast<std::size_t>(token.data() - text.data());
        words.push_back(lexicon().find(normalise(token)));
        places.push_back({at, at + token.size()});
    }
    std::vector<Word> found;
    for (std::size_t i = 0; i < words.size();) {
        const auto match = lexicon().joints.longest(words, i);
        if (match) found.push_back({places[i].begin, places[i + match->length - 1].end});
        i += match ? match->length : 1;
    }
    return found;
}

std::vector<Piece> pieces_of(std::string_view text) {
    std::vector<Piece> pieces;
    Numbering numbering;
    std::size_t start = 0;
    bool marked = false;
    bool numbered = false;
    const auto finish = [&](std::size_t end, std::size_t next, bool asked, bool next_marked,
                            bool next_numbered = false) {
        pieces.push_back({text.substr(start, end - start), asked, marked, numbered});
        start = next;
        marked = next_marked;
        numbered = next_numbered;
    };
    const auto joints = find_joints(text);
    auto joint = joints.begin();
    for (std::size_t i = 0; i < text.size();) {
        if (joint != joints.end() && joint->begin == i) {
            finish(i, joint->end, false, true);
            i = (joint++)->end;
        } else if (text[i] == '?') {
            while (i < text.size() && (text[i] == '?' || text[i] == '!')) ++i;
            finish(i, i, true, false);
        } else if (text[i] == '\n') {
            finish(i, i + 1, false, false);
            ++i;
        } else if (const std::size_t length = numbering.length_at(text, i)) {
            finish(i, i + length, false, true, true);
            i += length;
        } else {
            ++i;
        }
    }
    finish(text.size(), text.size(), false, false);
    return pieces;
}

std::string_view trim(std::string_view text) {
    const auto outside = [](char c) {
        return is_space(c) || c == ',' || c == ';' || c == '-' || c == '+' || c == '*';
    };
    while (!text.empty() && outside(text.front())) text.remove_prefix(1);
    while (!text.empty() && outside(text.back())) text.remove_suffix(1);
    return text;
}

std::size_t content_words(const Question& question) {
    const bool small_talk =
        question.intent.kind != IntentKind::none && question.intent.kind != IntentKind::help;
    if (small_talk) return 0;
    return static_cast<std::size_t>(std::count_if(question.syllables.begin(), question.syllables.end(),
                                                  [](const auto& word) { return !is_stop_word(word); }));
}

// Words that ask, at the place where they do.
bool sounds_like_a_question(const Question& question) {
    constexpr std::string_view asking[] = {"gì",  "nào", "đâu", "sao", "mấy", "nhiêu",
                                           "lâu", "ai",  "hả",  "j",   "ntn", "bn"};
    const auto& words = question.syllables;
    const auto asks = [&](const std::string& word) {
        return std::any_of(std::begin(asking), std::end(asking),
                           [&](std::string_view meant) { return word == meant || word == unaccent(meant); });
    };
    if (std::any_of(words.begin(), words.end(), asks)) return true;
    if (words.empty()) return false;
    const auto& last = words.back();
    constexpr std::string_view closing[] = {"không", "khong", "chưa", "chua", "ko", "k"};
    return std::find(std::begin(closing), std::end(closing), last) != std::end(closing);
}

struct Reading {
    std::string text;
    bool question = false;    ///< one of its own
    bool follows_up = false;  ///< or leans on the one before
};

// "PAPI là gì" tells little, but a number before it or the question mark says that it stands alone.
bool is_question(const Piece& piece, const Question& question, std::size_t content) {
    const bool sounds = sounds_like_a_question(question);
    if ((piece.numbered || piece.asked) && sounds) return true;
    return piece.asked ? content >= 2 : content >= 3 && (piece.marked || sounds);
}

Reading read_piece(const Piece& piece) {
    const auto text = trim(piece.text);
    const Question question = read(text);
    const std::size_t content = content_words(question);
    Reading reading;
    if (content == 0) return reading;
    reading.text = text;
    reading.question = is_question(piece, question, content);
    std::vector<WordId> ids;
    for (const auto& word : question.syllables) ids.push_back(lexicon().words.find(word));
    const QuestionWords words = {question.syllables, ids, question.accented};
    reading.question = reading.question && !goes_on(words);
    reading.follows_up = question.citations.empty() && (question.follow_up || leans_on_the_one_before(words));
    return reading;
}

void append(std::string& text, std::string_view more) {
    if (!text.empty()) text += ' ';
    text += more;
}

}  // namespace

std::vector<QuestionPart> questions_in(std::string_view text) {
    std::vector<QuestionPart> parts;
    std::string background;
    for (const Piece& piece : pieces_of(cut(text, longest_question))) {
        Reading reading = read_piece(piece);
        if (reading.text.empty()) continue;
        if (!reading.question && (parts.empty() || !piece.asked)) {
            append(background, reading.text);
        } else if (!reading.question || parts.size() == most_parts) {
            append(parts.back().text, std::exchange(background, {}));
            append(parts.back().text, reading.text);
        } else {
            const bool follows_up = !parts.empty() && background.empty() && reading.follows_up;
            append(background, reading.text);
            parts.push_back({std::exchange(background, {}), follows_up});
        }
    }
    if (background.empty()) return parts;
    if (parts.empty())
        parts.push_back({background, false});
    else
        append(parts.back().text, background);
    return parts;
}

bool asks_for_person(std::string_view text) {
    const auto pieces = pieces_of(cut(text, longest_question));
    return std::any_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
        return read(trim(piece.text)).intent.kind == IntentKind::human;
    });
}

}  // namespace reformdesk::nlp
