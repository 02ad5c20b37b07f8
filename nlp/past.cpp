#include "nlp/past.hpp"

#include "nlp/date.hpp"
#include "nlp/lexicon.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace reformdesk::nlp {

namespace {

// In words: "quy định áp dụng trong", "luật ban hành văn bản quy phạm pháp luật".
constexpr std::size_t longest_lead = 5;
constexpr std::size_t longest_title = 10;
// How far "từ" may be in front of "đến".
constexpr std::size_t longest_start = 6;

// What the words right before a date make of it.
enum class Lead { none, before, around, rule, named, up_to, elsewhere, school_year };

struct LeadPhrases {
    PhraseMatcher PastPhrases::*phrases;
    Lead lead;
};
constexpr std::array<LeadPhrases, 8> leads = {{{&PastPhrases::before, Lead::before},
                                               {&PastPhrases::around, Lead::around},
                                               {&PastPhrases::rule, Lead::rule},
                                               {&PastPhrases::named, Lead::named},
                                               {&PastPhrases::up_to, Lead::up_to},
                                               {&PastPhrases::elsewhere, Lead::elsewhere},
                                               {&PastPhrases::school_year, Lead::school_year},
                                               {&PastPhrases::look_alikes, Lead::none}}};

struct FoundLead {
    Lead lead = Lead::none;
    std::size_t first = 0;
};

const PastPhrases& known() {
    return lexicon().past;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool ends_sentence(std::string_view gap) {
    return gap.find_first_of(".;?!") != std::string_view::npos;
}

std::chrono::year_month_day day_before(std::chrono::year_month_day day) {
    return std::chrono::sys_days(day) - std::chrono::days(1);
}

bool is_told(const PastTime& time) {
    return time.day || time.years_ago > 0;
}

// Of several times one with more weight stays.
int weight(const PastTime& time) {
    return (time.certain ? 2 : 0) + (is_told(time) ? 1 : 0);
}

class PastReader {
  public:
    PastReader(const TextWords& text, std::span<const Citation> citations)
        : text_(text),
          citations_(citations),
          signed_(std::any_of(text.ids.begin(), text.ids.end(),
                              [](WordId id) { return known().signs.knows(id); })) {}

    std::optional<PastTime> read() {
        if (!signed_ && !has_figures()) return std::nullopt;
        for (std::size_t at = 0; at < text_.size();) {
            if (const Citation* citation = citation_at(at)) {
                at = pass(*citation, at);
                continue;
            }
            if (found_ && found_->certain && at >= found_end_ && is_now(at)) come_back_to_now();
            if (signed_) read_phrase(at);
            at = read_date(at);
        }
        return found_;
    }

  private:
    bool has_figures() const {
        for (std::size_t at = 0; at < text_.size(); ++at)
            if (text_.is_figure(at)) return true;
        return false;
    }

    void keep(const PastTime& time, std::size_t end) {
        if (found_ && weight(time) <= weight(*found_)) return;
        found_ = time;
        found_end_ = end;
    }
    void keep_the_past(std::size_t end) {
        if (!this_year_) keep({std::nullopt, 0, true}, end);
    }
    // "trước đây nộp ở huyện, giờ nộp ở đâu"
    void come_back_to_now() {
        if (is_told(*found_))
            found_->certain = false;
        else
            found_.reset();
    }

    std::size_t marked_length(const PhraseMatcher& phrases, std::size_t at) const {
        const auto match = phrases.longest(text_.ids, at);
        return match && match->exact ? match->length : 0;
    }

    // The citation that the word is of; none where "01.07.2025" was taken for one.
    const Citation* citation_at(std::size_t at) {
        const std::size_t offset = text_.offset(at);
        while (!citations_.empty() && citations_.front().offset + citations_.front().length <= offset)
            citations_ = citations_.subspan(1);
        if (citations_.empty() || citations_.front().offset > offset) return nullptr;
        const Citation& citation = citations_.front();
        const bool date = citation.kind.empty() && citation.issuer.empty() && date_at(text_, at, false);
        return date ? nullptr : &citation;
    }

    // Gives the word after the citation. "trước nghị định 118", "nghị định 61 cũ"
    std::size_t pass(const Citation& citation, std::size_t at) {
        const bool led =
            lead_length(known().without, at, false) > 0 || lead_length(known().without_marked, at, true) > 0;
        if (led && !(citation.kind.empty() && citation.issuer.empty())) keep_the_past(at);
        const std::size_t first = at;
        while (at < text_.size() && text_.offset(at) < citation.offset + citation.length) ++at;
        const std::size_t still_to_come = at < text_.size() ? text_.length_of(known().not_yet, at) : 0;
        if (still_to_come > 0 && lead_length(known().while_, first, false) > 0)
            keep_the_past(at + still_to_come);
        if (at < text_.size() && text_.words[at] == "cũ") keep_the_past(at + 1);
        citation_end_ = at;
        return at;
    }

    void read_phrase(std::size_t at) {
        this_year_ = this_year_ || text_.length_of(known().this_year, at) > 0;
        std::size_t length = text_.length_of(known().past, at);
        if (length == 0) length = marked_length(known().past_marked, at);
        if (length > 0 && !tells_order(text_, at, at + length) && !is_within_look_alike(at))
            keep_the_past(at + length);
        length = old_rule_length(at);
        if (length > 0) keep_the_past(at + length);
        length = text_.length_of(known().then, at);
        if (length > 0 && named_) keep({named_->day, named_->years_ago, true}, at + length);
    }

    // "quy dinh cu" where it is no "quy định cụ thể", "cử", "cư trú".
    std::size_t old_rule_length(std::size_t at) const {
        const std::size_t length = text_.length_of(known().old_rules, at);
        if (length == 0 || is_within_look_alike(at)) return 0;
        const std::size_t end = at + length;
        const bool sure = marked_length(known().old_rules, at) == length || end == text_.size() ||
                          text_.gap_before(end) != " " || text_.length_of(known().old_goes_on, end) > 0;
        return sure ? length : 0;
    }

    // "sinh" of "khai sinh", "hồi" of "phản hồi".
    bool is_within_look_alike(std::size_t at) const {
        return at > 0 && text_.length_of(known().look_alikes, at - 1) > 1;
    }

    bool is_now(std::size_t at) {
        if (text_.length_of(known().now, at) > 0) return true;
        if (marked_length(known().now_marked, at) == 0 || !is_accented()) return false;
        const bool clock = text_.length_of(known().no_now, at) > 0 ||
                           (at > 0 && (is_hour(at - 1) || text_.length_of(known().no_now, at - 1) > 0));
        return !clock;
    }

    bool is_hour(std::size_t at) const { return text_.is_figure(at) && text_.words[at].size() <= 2; }

    bool is_accented() {
        if (!accented_)
            accented_ = std::any_of(text_.normal.begin(), text_.normal.end(),
                                    [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
        return *accented_;
    }

    // The words of the longest phrase that ends right before a word.
    std::size_t lead_length(const PhraseMatcher& phrases, std::size_t at, bool marked) const {
        for (std::size_t first = at - std::min(at, longest_lead); first < at; ++first)
            if (leads_to(phrases, first, at, marked)) return at - first;
        return 0;
    }

    bool leads_to(const PhraseMatcher& phrases, std::size_t first, std::size_t at, bool marked) const {
        const TextWords before = text_.before(at);
        if (first + before.length_of(phrases, first) != at) return false;
        if (marked && !phrases.longest(before.ids, first)->exact) return false;
        for (std::size_t i = first + 1; i <= at; ++i)
            if (text_.gap_before(i).find_first_of(".;?!,") != std::string_view::npos) return false;
        return true;
    }

    FoundLead lead_before(std::size_t at) const {
        for (std::size_t first = at - std::min(at, longest_lead); first < at; ++first) {
            if (leads_to(known().rule_marked, first, at, true)) return {Lead::rule, first};
            for (const auto& [phrases, lead] : leads)
                if (leads_to(known().*phrases, first, at, false)) return {lead, first};
        }
        return {Lead::none, at};
    }

    bool may_begin_a_date(std::size_t at) const {
        const auto word = text_.words[at];
        return text_.is_figure(at) || text_.is_figure(at + 1) || is_one_of(word, {"năm", "nam", "quý"}) ||
               (word == "quy" && at + 1 < text_.size() && text_.words[at + 1].front() == 'i') ||
               (word.size() > 1 && word.front() == 't' && word[1] >= '0' && word[1] <= '9');
    }

    // Gives the word to go on with.
    std::size_t read_date(std::size_t at) {
        if (!may_begin_a_date(at)) return at + 1;
        auto date = date_at(text_, at, true);
        if (!date) return at + 1;
        const FoundLead lead = lead_before(at);
        if (lead.lead == Lead::none) date = date_at(text_, at, false);
        if (!date) return at + 1;
        if (const auto last = end_of_span(date->end)) {
            keep_span(*date, *last, lead);
            return last->end;
        }
        // "1/7-31/12/2025"
        if (text_.gap_before(at) == "-" && text_.is_figure(at - 1)) return date->end;
        narrow(*date, at);
        if (date->days || date->years_ago > 0)
            named_ =
                PastTime{date->days ? std::optional(date->days->last) : std::nullopt, date->years_ago, false};
        if (const auto time = time_of(*date, lead)) keep(*time, date->end);
        return date->end;
    }

    // "đầu năm 2025" and "giữa năm 2025" end before the year does.
    void narrow(TypedDate& date, std::size_t at) const {
        if (!date.whole_year || !date.days || at == 0) return;
        const auto word = text_.words[at - 1];
        const auto year = date.days->last.year();
        if (is_one_of(word, {"đầu", "dau"}))
            date.days->last = year / std::chrono::April / 30;
        else if (is_one_of(word, {"giữa", "giua"}))
            date.days->last = year / std::chrono::August / 31;
    }

    // "tổng kết 2021-2024", "năm học 2024-2025"; the years of a document or of a programme are no time asked
    // about.
    void keep_span(const TypedDate& first, const TypedDate& last, const FoundLead& lead) {
        if (!first.whole_year || !last.whole_year || !last.days) return;
        if (lead.lead == Lead::school_year)
            keep({last.days->last.year() / std::chrono::May / 31, 0, false}, last.end);
        else if (lead.lead == Lead::none && !dates_a_document(lead.first))
            keep({last.days->last, 0, false}, last.end);
    }

    // "2021-2030", "năm 2021 đến hết năm 2025": the second date.
    std::optional<TypedDate> end_of_span(std::size_t end) const {
        if (end == text_.size()) return std::nullopt;
        const auto gap = text_.gap_before(end);
        const bool dash = gap == "-" || gap == " - " || gap == "- " || gap == " -";
        const std::size_t link = dash ? 0 : text_.length_of(known().up_to, end);
        if ((!dash && link == 0) || end + link == text_.size()) return std::nullopt;
        return date_at(text_, end + link, true);
    }

    std::optional<PastTime> time_of(const TypedDate& date, const FoundLead& lead) {
        // "từ 30/6/2025 trở về trước"
        const bool back = text_.length_of(known().back, date.end) > 0;
        if (!back && is_elsewhere(lead)) return std::nullopt;
        const bool until = !back && (lead.lead == Lead::before || lead.lead == Lead::around);
        PastTime time;
        if (date.days)
            time.day = until ? day_before(date.days->first) : date.days->last;
        else if (date.years_ago > 0)
            time.years_ago = date.years_ago + (until && date.whole_year ? 1 : 0);
        else
            return std::nullopt;
        time.certain = back || lead.lead == Lead::before || lead.lead == Lead::rule ||
                       (lead.lead != Lead::around && opens_the_question(date, lead));
        return time;
    }

    bool is_elsewhere(const FoundLead& lead) const {
        switch (lead.lead) {
            case Lead::elsewhere:
            case Lead::school_year:
                return true;
            case Lead::up_to:
                // "hạn đến 30/6/2025"
                return lead_before(lead.first).lead == Lead::elsewhere || follows_a_start(lead.first);
            case Lead::named:
                // "sinh vào cuối năm 1966", "từ đầu năm 2024"
                return lead_before(lead.first).lead == Lead::elsewhere || dates_a_document(lead.first);
            case Lead::none:
                return dates_a_document(lead.first);
            default:
                return false;
        }
    }

    // "từ tháng 1 đến hết tháng 6/2025"
    bool follows_a_start(std::size_t at) const {
        for (std::size_t i = at; i > 0 && at - i < longest_start && !ends_sentence(text_.gap_before(i)); --i)
            if (is_one_of(text_.words[i - 1], {"từ", "tu"})) return true;
        return false;
    }

    // "luật đất đai 2013", "nghị định 118/2025/NĐ-CP của Chính phủ ngày 9/6/2025"
    bool dates_a_document(std::size_t at) const {
        for (std::size_t i = at; i > 0 && at - i < longest_title; --i) {
            if (ends_sentence(text_.gap_before(i))) return false;
            if (i == citation_end_) return i == at || text_.length_of(known().issued, i) > 0;
            const auto word = text_.words[i - 1];
            if (text_.length_of(known().documents, i - 1) > 0 && !is_within_look_alike(i - 1)) return true;
            const bool linking = is_one_of(word, {"của", "cua", "và", "va", "về", "ve", "do", "các", "cac"});
            if (lexicon().stop_words[text_.ids[i - 1]] && !linking) return false;
        }
        return false;
    }

    // "năm 2024 thì trễ hẹn xử lý thế nào"; "thi" may be an examination.
    bool opens_the_question(const TypedDate& date, const FoundLead& lead) {
        if (date.end == text_.size() || text_.words[date.end] != "thì" ||
            ends_sentence(text_.gap_before(date.end)))
            return false;
        if (!opening_end_) opening_end_ = end_of_opening();
        return lead.first <= *opening_end_;
    }

    std::size_t end_of_opening() const {
        std::size_t at = 0;
        while (const auto filler = lexicon().fillers.longest_certain(text_.ids, at)) at += filler->length;
        return at + text_.length_of(lexicon().follow_ups.openers, at);
    }

    TextWords text_;
    std::span<const Citation> citations_;  ///< those from the word under way on
    std::optional<PastTime> found_;
    std::optional<PastTime> named_;  ///< the date before, whatever it is of
    std::size_t found_end_ = 0;      ///< the word after it
    std::size_t citation_end_ = 0;   ///< the word after the last citation; 0 before the first
    bool signed_;                    ///< has a word that phrases of the past have
    bool this_year_ = false;
    std::optional<bool> accented_;
    std::optional<std::size_t> opening_end_;
};

}  // namespace

std::optional<PastTime> find_past(std::string_view normal, std::span<const std::string_view> tokens,
                                  std::span<const WordId> ids, std::span<const Citation> citations) {
    return PastReader({normal, tokens, ids}, citations).read();
}

}  // namespace reformdesk::nlp
