// The articles and clauses of legal documents that a text names.
#pragma once

#include "nlp/citation.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::nlp {

/// "điều 5", "khoản 2 điều 5", "điều 5, khoản 2, điểm a". Points are passed over: answers rest on clauses.
struct Clause {
    std::string article;     ///< "5", "5a"
    std::string number;      ///< of the clause in the article: "2", or empty
    std::size_t offset = 0;  ///< where it stands in the text, in bytes
    std::size_t length = 0;

    bool operator==(const Clause&) const = default;
};

/// In order, without overlap. `tokens` are those of `normal`.
std::vector<Clause> find_clauses(std::string_view normal, std::span<const std::string_view> tokens);

/// Gives each clause to the document that it is of: the one named right after it ("khoản 2 điều 5 của nghị
/// định 118"), else the one named before ("nghị định 118 nói gì ở điều 5"), else the next.
void attach(std::span<const Clause> clauses, std::string_view normal, std::span<Citation> citations);

}  // namespace reformdesk::nlp
