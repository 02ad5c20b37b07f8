// An approved question with its answer: the unit of the knowledge base.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::kb_index {

using Date = std::chrono::year_month_day;

/// Reads "2025-07-01". Nothing when the text is not a real date in exactly this form.
std::optional<Date> parse_date(std::string_view text);

/// Writes "2025-07-01".
std::string format_date(Date date);

/// Where an answer rests: a document ("118/2025/NĐ-CP"), a clause ("Điều 5, khoản 2") and a link.
struct LegalBasis {
    std::string document;
    std::string clause;  ///< may be empty
    std::string url;     ///< may be empty; http or https

    bool operator==(const LegalBasis&) const = default;
};

/// The days on which an answer holds, both ends included; an open end has no bound.
struct Validity {
    std::optional<Date> from;
    std::optional<Date> to;

    bool covers(Date day) const;
    bool operator==(const Validity&) const = default;
};

/// A field of an imported article that this version does not know; kept so that a round trip loses nothing.
struct ExtraField {
    std::string name;
    std::string json;  ///< the value as JSON text

    bool operator==(const ExtraField&) const = default;
};

struct Article {
    std::string id;  ///< 1 to 128 bytes, no control characters
    std::string question;
    std::vector<std::string> phrasings;
    std::string answer;  ///< plain text or the Markdown subset: paragraphs, lists, bold, links
    std::string topic;
    std::vector<std::string> audience;
    std::string territory;  ///< "VN" or a province code such as "56"; empty means everywhere
    std::vector<LegalBasis> sources;
    Validity validity;
    std::vector<std::string> related;
    std::vector<std::string> follow_ups;
    std::vector<ExtraField> extra;

    bool operator==(const Article&) const = default;
};

/// One thing that is wrong with a field; `message` is Vietnamese and says what to do.
struct FieldProblem {
    std::string field;
    std::string message;

    bool operator==(const FieldProblem&) const = default;
};

/// Takes the first phrasing as the question where that is left blank, as tables made elsewhere often do.
void complete(Article& article);

/// What keeps an article from being stored: missing or overlong fields, a bad date order, a bad link, invalid
/// UTF-8. Empty when nothing does.
std::vector<FieldProblem> problems_of(const Article& article);

}  // namespace reformdesk::kb_index
