// A legal text that answers rest on: a law, a decree, a circular, a decision.
#pragma once

#include "kb_index/article.hpp"

#include <optional>
#include <string>
#include <vector>

namespace reformdesk::kb_index {

/// One document takes the place of another, or amends it, from a day on.
struct Succession {
    std::string number;
    std::optional<Date> from;  ///< the first day; nothing where it is not established

    bool operator==(const Succession&) const = default;
};

struct LegalDocument {
    std::string number = {};  ///< "118/2025/NĐ-CP", as articles name it; 1 to 128 bytes
    std::string kind = {};    ///< "Nghị định"
    std::string issuer = {};
    std::optional<Date> issued = {};
    Validity effective = {};  ///< `to` is the last day in force
    /// "con-hieu-luc", "het-hieu-luc", "het-giai-doan" or "chua-xac-minh"; empty: as the dates say
    std::string status = {};
    std::vector<Succession> replaced_by = {};
    std::vector<Succession> amended_by = {};
    std::string title = {};
    std::string url = {};         ///< may be empty; http or https
    std::string confidence = {};  ///< "confirmed" or "unverified"
    std::string note = {};
    std::vector<ExtraField> extra = {};

    bool operator==(const LegalDocument&) const = default;
};

/// What keeps a document from being stored. Empty when nothing does.
std::vector<FieldProblem> problems_of(const LegalDocument& document);

/// The old document when `successor` takes its place from that day on, which must lie after the first day in
/// force of the old one.
LegalDocument superseded(LegalDocument old, const std::string& successor, Date from);

}  // namespace reformdesk::kb_index
