#include "kb_index/article.hpp"

#include "kb_index/inspection.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <set>

namespace reformdesk::kb_index {

namespace {

constexpr std::size_t longest_answer = 64'000;
constexpr std::size_t most_phrasings = 2'000;
constexpr std::size_t most_items = 100;

bool read_digits(std::string_view text, unsigned& value) {
    const auto end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    return result.ec == std::errc{} && result.ptr == end;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
    unsigned year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-';
    if (!shaped || !read_digits(text.substr(0, 4), year) || !read_digits(text.substr(5, 2), month) ||
        !read_digits(text.substr(8, 2), day)) {
        return std::nullopt;
    }
    const Date date{std::chrono::year(static_cast<int>(year)), std::chrono::month(month),
                    std::chrono::day(day)};
    return date.ok() && year > 0 ? std::optional(date) : std::nullopt;
}

std::string format_date(Date date) {
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()) % 10'000,
                  static_cast<unsigned>(date.month()) % 100, static_cast<unsigned>(date.day()) % 100);
    return text;
}

bool Validity::covers(Date day) const {
    return (!from || *from <= day) && (!to || day <= *to);
}

void complete(Article& article) {
    if (is_blank(article.question) && !article.phrasings.empty()) {
        article.question = std::move(article.phrasings.front());
        article.phrasings.erase(article.phrasings.begin());
    }
}

std::vector<FieldProblem> problems_of(const Article& article) {
    Inspection inspection;
    inspection.required("id", article.id);
    inspection.line("id", article.id, longest_id);
    inspection.required("question", article.question);
    inspection.lines("question", article.question, longest_question);
    inspection.required("answer", article.answer);
    inspection.lines("answer", article.answer, longest_answer);
    inspection.items("phrasings", article.phrasings, most_phrasings, longest_question);
    inspection.line("topic", article.topic, longest_name);
    inspection.items("audience", article.audience, most_items, longest_name);
    inspection.line("territory", article.territory, longest_name);
    inspection.items("related", article.related, most_items, longest_id);
    inspection.items("follow_ups", article.follow_ups, most_items, longest_id);
    if (article.sources.size() > most_items) {
        inspection.add("sources", "nhiều nhất " + std::to_string(most_items) + " mục");
    }
    for (const auto& source : article.sources) {
        inspection.required("sources", source.document);
        inspection.line("sources", source.document, longest_question);
        inspection.line("sources", source.clause, longest_question);
        inspection.url("sources", source.url);
    }
    const auto& validity = article.validity;
    if (validity.from && validity.to && *validity.to < *validity.from) {
        inspection.add("valid_to", "sớm hơn valid_from");
    }
    return std::move(inspection.problems);
}

}  // namespace reformdesk::kb_index
