// The day a question is about: today, or a time in the past that it names.
#pragma once

#include "kb_index/article.hpp"
#include "nlp/question.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::kb_index {

/// Whether a question is about the past: not, perhaps ("chỉ số năm 2024" may be asked of the report that came
/// out in 2025), or surely ("trước 1/7/2025", "quy định cũ").
enum class Past { no, perhaps, surely };

/// Days as schema::date_value gives them.
struct AskedDay {
    std::string today;
    Past past = Past::no;
    std::string day;  ///< in the past; empty where only the past as such is named
};

/// What lies ahead of `today`, or on it, is no past.
AskedDay asked_day(const nlp::Question& question, Date today);

/// When an article holds, as a question sees it.
struct Timing {
    bool in_force = true;  ///< today
    bool held = false;     ///< on the day in the past; without a day, at some time before today
};

Timing timing_of(std::string_view valid_from, std::string_view valid_to, const AskedDay& asked);

}  // namespace reformdesk::kb_index
