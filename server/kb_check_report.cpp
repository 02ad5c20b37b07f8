#include "server/kb_check_report.hpp"

#include "connectors/wire/json.hpp"

#include <algorithm>
#include <ostream>
#include <span>

namespace reformdesk {

namespace {

using connectors::wire::Json;
using connectors::wire::JsonArray;
using connectors::wire::JsonObject;
using kb_index::Finding;
using kb_index::Severity;

constexpr std::size_t most_shown = 10;
constexpr const char* indent = "       ";

using Group = std::span<const Finding>;

// The findings of each kind.
std::vector<Group> groups_of(const kb_index::Findings& findings) {
    std::vector<Group> groups;
    for (auto first = findings.begin(); first != findings.end();) {
        const auto last = std::find_if(first, findings.end(),
                                       [&](const Finding& next) { return next.kind != first->kind; });
        groups.emplace_back(first, last);
        first = last;
    }
    return groups;
}

void print_group(Group group, bool all, std::ostream& out) {
    const auto& info = kb_index::info_of(group.front().kind);
    out << (info.severity == Severity::wrong ? "SAI    " : "LƯU Ý  ") << info.heading << " (" << group.size()
        << ")\n"
        << indent << "→ " << info.remedy << "\n";
    const auto shown = all ? group.size() : std::min(group.size(), most_shown);
    for (const auto& finding : group.first(shown)) {
        out << indent << finding.subject << ": " << finding.text << "\n";
    }
    if (shown < group.size()) {
        out << indent << "… và " << group.size() - shown << " mục nữa (thêm --all để xem hết)\n";
    }
    out << "\n";
}

Json group_json(Group group) {
    const auto& info = kb_index::info_of(group.front().kind);
    JsonArray items;
    for (const auto& finding : group) {
        items.push_back(JsonObject{{"subject", finding.subject},
                                   {"text", finding.text},
                                   {"others", JsonArray(finding.others.begin(), finding.others.end())}});
    }
    return JsonObject{{"kind", info.name},
                      {"severity", info.severity == Severity::wrong ? "wrong" : "notice"},
                      {"heading", info.heading},
                      {"remedy", info.remedy},
                      {"items", std::move(items)}};
}

}  // namespace

std::size_t wrong_findings(const CheckReport& report) {
    return static_cast<std::size_t>(std::ranges::count_if(report.result.findings, [](const Finding& finding) {
        return kb_index::info_of(finding.kind).severity == Severity::wrong;
    }));
}

void print(const CheckReport& report, bool all, std::ostream& out) {
    const auto& result = report.result;
    for (const auto group : groups_of(result.findings)) {
        print_group(group, all, out);
    }
    if (!report.missing_dictionary.empty()) {
        out << "LƯU Ý  Chưa xem chính tả vì không đọc được từ điển " << report.missing_dictionary << "\n"
            << indent << "→ Cài gói hunspell-vi\n\n";
    }
    if (result.asked < result.phrasings) {
        out << "Đã hỏi thử " << result.asked << " trong " << result.phrasings << " câu hỏi và cách hỏi.\n";
    }
    const auto wrong = wrong_findings(report);
    out << "Đã xem " << report.articles << " bài và " << report.documents << " văn bản, tính đến ngày "
        << kb_index::format_date(report.days.as_of) << ": " << wrong << " lỗi, "
        << result.findings.size() - wrong << " lưu ý.\n";
}

std::string to_json(const CheckReport& report) {
    const auto& result = report.result;
    const auto wrong = wrong_findings(report);
    JsonArray kinds;
    for (const auto group : groups_of(result.findings)) {
        kinds.push_back(group_json(group));
    }
    return connectors::wire::write(JsonObject{{"as_of", kb_index::format_date(report.days.as_of)},
                                              {"due_until", kb_index::format_date(report.days.due_until)},
                                              {"articles", report.articles},
                                              {"documents", report.documents},
                                              {"wrong", wrong},
                                              {"notices", result.findings.size() - wrong},
                                              {"phrasings", result.phrasings},
                                              {"asked", result.asked},
                                              {"spelling", report.missing_dictionary.empty()},
                                              {"kinds", std::move(kinds)}});
}

}  // namespace reformdesk
