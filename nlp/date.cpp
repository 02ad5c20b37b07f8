#include "nlp/date.hpp"

#include "nlp/lexicon.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace reformdesk::nlp {

namespace {

using std::chrono::month;
using std::chrono::months;
using std::chrono::year;
using std::chrono::year_month;
using std::chrono::year_month_day;

struct Unit {
    std::string_view accented;
    std::string_view bare;
};
constexpr Unit day_unit{"ngày", "ngay"};
constexpr Unit first_days_unit{"mùng", "mung"};
constexpr Unit month_unit{"tháng", "thang"};
constexpr Unit quarter_unit{"quý", "quy"};
constexpr Unit year_unit{"năm", "nam"};
constexpr Unit of_link{"của", "cua"};

constexpr int first_year = 1900;
constexpr int last_year = 2099;
// Years of two digits from here on are of the last century.
constexpr int turn_of_century = 50;
// Telephone numbers begin with 1900.
constexpr int first_bare_year = 1945;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// The number that a word of so many digits is.
std::optional<int> number_in(std::string_view word, std::size_t fewest, std::size_t most) {
    if (word.size() < fewest || word.size() > most) return std::nullopt;
    int number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    return number;
}

std::optional<int> roman_quarter(std::string_view word) {
    constexpr std::array<std::string_view, 4> quarters = {"i", "ii", "iii", "iv"};
    const auto* const found = std::find(quarters.begin(), quarters.end(), word);
    return found == quarters.end() ? std::nullopt
                                   : std::optional(static_cast<int>(found - quarters.begin()) + 1);
}

// A year in figures, or one told from the day of the question.
struct Year {
    int number = 0;
    int years_ago = 0;
    std::size_t end = 0;
};

std::optional<TypedDate::Days> days_of(year_month first, year_month last) {
    if (!first.ok() || !last.ok()) return std::nullopt;
    return TypedDate::Days{first / 1, year_month_day(last / std::chrono::last)};
}

std::optional<TypedDate::Days> days_of(int d, int m, int y) {
    const year_month_day day(year(y), month(static_cast<unsigned>(m)),
                             std::chrono::day(static_cast<unsigned>(d)));
    return day.ok() ? std::optional(TypedDate::Days{day, day}) : std::nullopt;
}

class DateReader {
  public:
    DateReader(const TextWords& text, bool expected) : text_(text), expected_(expected) {}

    std::optional<TypedDate> at(std::size_t first) const {
        const bool named = (is(first, day_unit) || is(first, first_days_unit)) && sign(first + 1) == ' ';
        const std::size_t begin = named ? first + 1 : first;
        auto date = text_.is_figure(begin) ? day_in_figures(begin, named) : std::nullopt;
        if (date || named) return date;
        if ((date = month_of_year(first)) || (date = quarter_of_year(first))) return date;
        return year_alone(first);
    }

  private:
    bool is(std::size_t at, const Unit& unit) const {
        return at < text_.size() && (text_.words[at] == unit.accented || text_.words[at] == unit.bare);
    }

    std::optional<int> number(std::size_t at, std::size_t most) const {
        return at < text_.size() ? number_in(text_.words[at], 1, most) : std::nullopt;
    }

    // The sign in front of a word, ' ' for a space alone; 0 for anything that parts more than a date's parts.
    char sign(std::size_t at) const {
        if (at == 0 || at >= text_.size()) return 0;
        auto gap = text_.gap_before(at);
        if (gap == " " || gap == ".") return gap.front();
        if (gap == ", ") return ',';
        // "1 / 7 / 2025"
        if (gap.starts_with(' ')) gap.remove_prefix(1);
        if (gap.ends_with(' ')) gap.remove_suffix(1);
        return gap == "/" || gap == "-" ? gap.front() : '\0';
    }
    bool joined(std::size_t at) const { return sign(at) == '/' || sign(at) == '-' || sign(at) == '.'; }

    std::optional<Year> year_in_figures(std::size_t at, bool short_too) const {
        if (at >= text_.size()) return std::nullopt;
        if (const auto number = number_in(text_.words[at], 4, 4))
            return *number >= first_year && *number <= last_year ? std::optional(Year{*number, 0, at + 1})
                                                                 : std::nullopt;
        const auto number = short_too ? number_in(text_.words[at], 2, 2) : std::nullopt;
        if (!number || joined(at + 1)) return std::nullopt;
        return Year{*number + (*number < turn_of_century ? 2000 : 1900), 0, at + 1};
    }

    // "năm 2025", "năm ngoái"
    std::optional<Year> spelt_year(std::size_t at, bool short_too) const {
        if (!is(at, year_unit)) return std::nullopt;
        const auto& past = lexicon().past;
        for (const auto& [phrases, years_ago] :
             {std::pair(&past.year_before_last, 2), std::pair(&past.last_year, 1)}) {
            const std::size_t length = text_.length_of(*phrases, at);
            if (length > 0 && !tells_order(text_, at, at + length)) return Year{0, years_ago, at + length};
        }
        if (sign(at + 1) != ' ') return std::nullopt;
        // "năm 24 tuổi"
        return year_in_figures(at + 1, short_too && text_.length_of(past.units, at + 2) == 0);
    }

    // What follows a month: "/2025", " năm 2025", ", 2025", " của năm ngoái"
    std::optional<Year> year_after(std::size_t at) const {
        const char between = sign(at);
        if (between == '/' || between == '.' || between == '-') return year_in_figures(at, between == '/');
        if (between == 0) return std::nullopt;
        if (is(at, of_link)) ++at;
        const auto spelt = spelt_year(at, true);
        return spelt ? spelt : year_in_figures(at, false);
    }

    static TypedDate date(std::optional<TypedDate::Days> days, const Year& of) {
        TypedDate typed;
        typed.end = of.end;
        typed.years_ago = of.years_ago;
        if (of.years_ago == 0) typed.days = days;
        return typed;
    }

    std::optional<TypedDate> day_in_figures(std::size_t at, bool named) const {
        if (auto date = year_first(at)) return date;
        const auto d = number(at, 2);
        if (!d) return std::nullopt;
        if (is(at + 1, month_unit) && sign(at + 1) == ' ' && sign(at + 2) == ' ') {
            const auto m = number(at + 2, 2);
            const auto of = m ? year_after(at + 3) : std::nullopt;
            return of ? std::optional(date(days_of(*d, *m, of->number), *of)) : std::nullopt;
        }
        const char between = sign(at + 1);
        const auto m = number(at + 1, 2);
        if (!joined(at + 1)) return std::nullopt;
        const bool sure = named || expected_ || between == '/';
        std::optional<Year> of;
        if (m && sign(at + 2) == between)
            of = year_in_figures(at + 2, sure);
        else if (m && (named || between == '/') && (sign(at + 2) == ' ' || sign(at + 2) == ','))
            of = spelt_year(at + 2, true);
        if (of) return date(days_of(*d, *m, of->number), *of);
        // "7/2025"
        of = expected_ && !named ? year_in_figures(at + 1, false) : std::nullopt;
        if (!of || joined(of->end)) return std::nullopt;
        return date(month_days(*d, of->number), *of);
    }

    // "2025-07-01"
    std::optional<TypedDate> year_first(std::size_t at) const {
        const auto of = year_in_figures(at, false);
        if (!of || !joined(at + 1) || sign(at + 2) != sign(at + 1)) return std::nullopt;
        const auto m = number(at + 1, 2);
        const auto d = number(at + 2, 2);
        if (!m || !d) return std::nullopt;
        return date(days_of(*d, *m, of->number), Year{of->number, 0, at + 3});
    }

    static std::optional<TypedDate::Days> month_days(int m, int y) {
        const year_month of(year(y), month(static_cast<unsigned>(m)));
        return days_of(of, of);
    }

    // "tháng 7/2025", "t7/2025"
    std::optional<TypedDate> month_of_year(std::size_t at) const {
        std::optional<int> m;
        if (is(at, month_unit) && sign(at + 1) == ' ')
            m = number(++at, 2);
        else if (text_.words[at].starts_with('t'))
            m = number_in(text_.words[at].substr(1), 1, 2);
        const auto of = m ? year_after(at + 1) : std::nullopt;
        return of ? std::optional(date(month_days(*m, of->number), *of)) : std::nullopt;
    }

    // "quý 1/2025", "quý IV năm 2025"
    std::optional<TypedDate> quarter_of_year(std::size_t at) const {
        if (!is(at, quarter_unit) || sign(at + 1) != ' ') return std::nullopt;
        auto quarter = number(at + 1, 1);
        if (!quarter) quarter = roman_quarter(text_.words[at + 1]);
        const auto of = quarter ? year_after(at + 2) : std::nullopt;
        if (!of) return std::nullopt;
        if (*quarter < 1 || *quarter > 4) return date(std::nullopt, *of);
        const year_month last(year(of->number), month(static_cast<unsigned>(*quarter * 3)));
        return date(days_of(last - months(2), last), *of);
    }

    std::optional<TypedDate> year_alone(std::size_t at) const {
        const auto spelt = spelt_year(at, expected_);
        const auto of = spelt ? spelt : year_in_figures(at, false);
        if (!of) return std::nullopt;
        if (!spelt && (is_other_number(at) || (!expected_ && of->number < first_bare_year)))
            return std::nullopt;
        const year_month january(year(of->number), std::chrono::January);
        TypedDate typed = date(days_of(january, january + months(11)), *of);
        typed.whole_year = true;
        return typed;
    }

    // "2024 đồng", "#2024", "0258.2024", "2024/abc"; "2021-2030" is for the caller to see.
    bool is_other_number(std::size_t at) const {
        const std::size_t begin = text_.offset(at);
        const char before = begin == 0 ? ' ' : text_.normal[begin - 1];
        if (std::string_view("#/.,:").find(before) != std::string_view::npos) return true;
        if (before == '-' && !year_in_figures(at - 1, false)) return true;
        if (at > 0 && text_.gap_before(at) == " " && (text_.is_figure(at - 1) || is_named_number(at)))
            return true;
        if (at + 1 == text_.size()) return false;
        const auto after = text_.gap_before(at + 1);
        if (after == " ") return text_.is_figure(at + 1) || counts(at + 1);
        return after == "/" || after == "." || after == "," || after == ":" ||
               (after == "-" && !year_in_figures(at + 1, false));
    }
    // "mã hồ sơ 2024"
    bool is_named_number(std::size_t at) const {
        const TextWords before = text_.before(at);
        for (std::size_t first = at - std::min<std::size_t>(at, 3); first < at; ++first) {
            // "chỉ số 2024"
            if (first + before.length_of(lexicon().past.look_alikes, first) == at) return false;
            if (first + before.length_of(lexicon().past.number_of, first) == at) return true;
        }
        return false;
    }
    // "2000 đồng"; "trước 2025 hồ sơ nộp ở đâu" counts nothing.
    bool counts(std::size_t at) const {
        const auto& past = lexicon().past;
        return text_.length_of(past.units, at) > 0 ||
               (!expected_ && text_.length_of(past.countables, at) > 0);
    }

    const TextWords& text_;
    bool expected_;
};

}  // namespace

std::size_t TextWords::offset(std::size_t at) const {
    return static_cast<std::size_t>(words[at].data() - normal.data());
}

std::string_view TextWords::gap_before(std::size_t at) const {
    const std::size_t begin = at == 0 ? 0 : offset(at - 1) + words[at - 1].size();
    return normal.substr(begin, offset(at) - begin);
}

bool TextWords::is_figure(std::size_t at) const {
    return at < words.size() && is_digit(words[at].front());
}

std::size_t TextWords::length_of(const PhraseMatcher& phrases, std::size_t at) const {
    const auto match = phrases.longest(ids, at);
    if (!match) return 0;
    const auto bare = [](std::string_view word) {
        return std::all_of(word.begin(), word.end(),
                           [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    };
    const auto typed = words.subspan(at, match->length);
    return match->exact || std::all_of(typed.begin(), typed.end(), bare) ? match->length : 0;
}

std::optional<TypedDate> date_at(const TextWords& text, std::size_t at, bool expected) {
    return DateReader(text, expected).at(at);
}

bool tells_order(const TextWords& text, std::size_t first, std::size_t end) {
    const auto& past = lexicon().past;
    if (past.before.longest(text.ids, end - 1).value_or(PhraseMatcher::Match{}).length == 0) return false;
    if (first > 0 && (text.is_figure(first - 1) || text.length_of(past.counted, first - 1) > 0)) return true;
    if (end == text.size() || text.gap_before(end) != " ") return false;
    return text.is_figure(end) || text.length_of(past.ahead, end) > 0;
}

}  // namespace reformdesk::nlp
