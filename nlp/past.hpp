// The times in the past that questions ask about.
#pragma once

#include "nlp/citation.hpp"
#include "nlp/vocabulary.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

namespace reformdesk::nlp {

/// A time in the past that a question names. Without a date the past as such: "trước đây", "quy định cũ".
/// What day it is nobody knows here: a date may also lie ahead, "chỉ tiêu năm 2030".
struct PastTime {
    std::optional<std::chrono::year_month_day>
        day;            ///< the last day meant: 2025-06-30 of "trước 1/7/2025", 2024-12-31 of "năm 2024"
    int years_ago = 0;  ///< 1 of "năm ngoái", "năm trước"; 2 of "năm kia"; only where there is no day
    bool certain = false;  ///< it asks for the rule of that time: "trước 1/7/2025", "quy định cũ"; not merely
                           ///< names a year, as "chỉ số năm 2024" does

    bool operator==(const PastTime&) const = default;
};

/// The time that a text in normal form asks about; of several a certain one, then one with a date, then the
/// first. `tokens` are those of `normal`, `ids` their numbers in the lexicon, `citations` what it cites.
std::optional<PastTime> find_past(std::string_view normal, std::span<const std::string_view> tokens,
                                  std::span<const WordId> ids, std::span<const Citation> citations);

}  // namespace reformdesk::nlp
