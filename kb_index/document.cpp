#include "kb_index/document.hpp"

#include "kb_index/inspection.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace reformdesk::kb_index {

namespace {

constexpr std::size_t most_successions = 100;
constexpr std::array<std::string_view, 5> statuses{"", "con-hieu-luc", "het-hieu-luc", "het-giai-doan",
                                                   "chua-xac-minh"};
constexpr std::array<std::string_view, 3> confidences{"", "confirmed", "unverified"};

void inspect(const char* field, const std::vector<Succession>& successions, Inspection& inspection) {
    if (successions.size() > most_successions)
        inspection.add(field, "nhiều nhất " + std::to_string(most_successions) + " mục");
    for (const auto& succession : successions) {
        inspection.required(field, succession.number);
        inspection.line(field, succession.number, longest_id);
    }
}

}  // namespace

std::vector<FieldProblem> problems_of(const LegalDocument& document) {
    Inspection inspection;
    inspection.required("number", document.number);
    inspection.line("number", document.number, longest_id);
    for (const auto& [field, text] :
         {std::pair{"kind", &document.kind}, {"issuer", &document.issuer}, {"title", &document.title}})
        inspection.line(field, *text, longest_name);
    inspection.lines("note", document.note, longest_question);
    inspection.url("url", document.url);
    if (std::ranges::find(statuses, document.status) == statuses.end())
        inspection.add("status", "phải là con-hieu-luc, het-hieu-luc, het-giai-doan hoặc chua-xac-minh");
    if (std::ranges::find(confidences, document.confidence) == confidences.end())
        inspection.add("confidence", "phải là confirmed hoặc unverified");
    inspect("replaced_by", document.replaced_by, inspection);
    inspect("amended_by", document.amended_by, inspection);
    const auto& effective = document.effective;
    if (effective.from && effective.to && *effective.to < *effective.from)
        inspection.add("effective_to", "sớm hơn effective_from");
    return std::move(inspection.problems);
}

LegalDocument superseded(LegalDocument old, const std::string& successor, Date from) {
    const Date last_day = std::chrono::sys_days(from) - std::chrono::days(1);
    if (!old.effective.to || last_day < *old.effective.to) old.effective.to = last_day;
    std::erase_if(old.replaced_by, [&](const Succession& known) { return known.number == successor; });
    old.replaced_by.push_back({successor, from});
    old.status.clear();
    return old;
}

}  // namespace reformdesk::kb_index
