// A message taken apart into the questions it asks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::nlp {

/// One question of a message, in the asker's own words.
struct QuestionPart {
    std::string text;
    bool follows_up = false;  ///< makes sense only after the part before it: "lệ phí bao nhiêu?"

    bool operator==(const QuestionPart&) const = default;
};

/// More questions than this stay together in the last part.
inline constexpr std::size_t most_parts = 5;

/// The questions of a message, in order. Apart stand what question marks, lines, numbers ("1. … 2. …",
/// "a) … b) …") or words such as "ngoài ra cho hỏi thêm" separate, as far as each is a question of its own; a
/// statement stays with the question after it. Small talk and fillers are no question: of nothing else there
/// are no parts. Takes any bytes; reads as much as `read` does.
std::vector<QuestionPart> questions_in(std::string_view text);

/// Whether one of the sentences of a message asks for a person: "… nộp ở đâu? Cho em gặp chuyên viên".
bool asks_for_person(std::string_view text);

}  // namespace reformdesk::nlp
