// One thing that an editor should look at.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::kb_index {

/// In the order in which they are shown: what is wrong, then what deserves a look.
enum class FindingKind {
    no_source,
    ended_document,
    unknown_document,
    never_in_force,
    wrong_successor,
    contradiction,
    missing_article,
    dead_link,
    missing_diacritics,
    falls_due,
    status_against_dates,
    no_successor,
    near_question,
    same_answer,
    won_by_another,
    repeated_phrasing,
    closed_circle,
    no_topic,
    small_topic,
    unknown_abbreviation,
    unknown_word,
};
inline constexpr std::size_t finding_kinds = static_cast<std::size_t>(FindingKind::unknown_word) + 1;

/// Wrong: an asker may be told something false, or never gets what was written. A notice may be as it should
/// be: a person decides.
enum class Severity { wrong, notice };

struct FindingKindInfo {
    std::string_view name;  ///< for programs
    Severity severity = Severity::notice;
    std::string_view heading;  ///< Vietnamese, as are the following
    std::string_view remedy;   ///< what to do
};

const FindingKindInfo& info_of(FindingKind kind);

struct Finding {
    FindingKind kind;
    std::string subject;  ///< the id of an article, the number of a document or the name of a topic
    std::string text;     ///< what is wrong with it; Vietnamese, on one line
    std::vector<std::string> others = {};  ///< ids and numbers that it has to do with

    bool operator==(const Finding&) const = default;
};
using Findings = std::vector<Finding>;

/// In quotation marks, and cut where it is long.
std::string in_quotes(std::string_view text);

/// "a, b, c và 4 bài nữa".
std::string listed(const std::vector<std::string>& ids);

}  // namespace reformdesk::kb_index
