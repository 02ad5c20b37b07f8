#include "kb_index/asked_day.hpp"

#include "kb_index/schema.hpp"

namespace reformdesk::kb_index {

AskedDay asked_day(const nlp::Question& question, Date today) {
    AskedDay asked{schema::date_value(today), Past::no, {}};
    if (!question.past) return asked;
    std::optional<Date> day = question.past->day;
    if (!day && question.past->years_ago > 0)
        day = Date(today.year() - std::chrono::years(question.past->years_ago), std::chrono::December,
                   std::chrono::day(31));
    if (day && *day >= today) return asked;
    asked.past = question.past->certain ? Past::surely : Past::perhaps;
    asked.day = schema::date_value(day);
    return asked;
}

Timing timing_of(std::string_view valid_from, std::string_view valid_to, const AskedDay& asked) {
    Timing timing;
    timing.in_force = schema::covers(valid_from, valid_to, asked.today);
    if (asked.past == Past::no) return timing;
    const bool begun = valid_from.empty() || valid_from <= asked.today;
    timing.held = asked.day.empty() ? begun : schema::covers(valid_from, valid_to, asked.day);
    return timing;
}

}  // namespace reformdesk::kb_index
