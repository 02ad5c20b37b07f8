// Legal document numbers and clauses, however they are written.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::nlp {

/// "nghị định 118/2025/NĐ-CP", "nđ118", "118/2025/nd-cp", "nghị quyết 76 năm 2021". Parts not written are
/// empty.
struct Citation {
    std::string number;                     ///< "118", "30c", "66.7"
    std::string year;                       ///< "2025" or empty
    std::string kind;                       ///< unaccented: "nd", "nq", "qd", "tt", "ct", "luat" or empty
    std::string issuer;                     ///< unaccented: "cp", "ttg", "vpcp", "qh15", "ubnd" or empty
    std::vector<std::string> clauses = {};  ///< "5" for điều 5, and "5.2" beside it for khoản 2 điều 5
    std::size_t offset = 0;                 ///< where it stands in the text, in bytes
    std::size_t length = 0;

    bool operator==(const Citation&) const = default;
};

/// All citations in a text in normal form, in order, without overlap.
std::vector<Citation> find_citations(std::string_view normal);
/// The same where the tokens of the text are known.
std::vector<Citation> find_citations(std::string_view normal, std::span<const std::string_view> tokens);

/// The terms under which a citation is indexed and looked up, from exact to loose: "118/2025/nd-cp",
/// "118/2025", "nd118"; then those of its clauses, "118:5". Those that need a missing part are left out.
std::vector<std::string> citation_terms(const Citation& citation);

}  // namespace reformdesk::nlp
