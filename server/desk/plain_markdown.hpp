// The Markdown subset of answers as text for channels that show none.
#pragma once

#include <string>
#include <string_view>

namespace reformdesk::desk {

/// Bold loses its marks, a link to http or https becomes "words (address)", list items begin with "•" or
/// their number, an escaped mark stands alone. Anything else stays as it is: a mark without its partner in
/// the line, other links. Takes any bytes.
std::string plain_markdown(std::string_view markdown);

}  // namespace reformdesk::desk
