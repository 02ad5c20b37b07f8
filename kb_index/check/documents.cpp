#include "kb_index/check/documents.hpp"

#include "kb_index/check/circles.hpp"
#include "kb_index/check/directory.hpp"

#include <algorithm>
#include <optional>

namespace reformdesk::kb_index {

namespace {

// The day from which all successors named have taken the document's place.
std::optional<Date> replaced_from(const LegalDocument& document) {
    std::optional<Date> latest;
    for (const auto& next : document.replaced_by) {
        if (!next.from) return std::nullopt;
        latest = std::max(latest.value_or(*next.from), *next.from);
    }
    return latest;
}

bool is_ended(const LegalDocument& document) {
    return document.status == "het-hieu-luc" || document.status == "het-giai-doan";
}

std::optional<std::string> status_against_dates(const LegalDocument& document, Date day) {
    if (auto over = over_without_date(document, day)) return over;
    const auto& [from, to] = document.effective;
    if (document.status == "con-hieu-luc" && to && *to < day)
        return "ghi là còn hiệu lực, nhưng đã hết sau ngày " + format_date(*to);
    if (document.status == "con-hieu-luc" && from && day < *from)
        return "ghi là còn hiệu lực, nhưng đến ngày " + format_date(*from) + " mới có hiệu lực";
    if (is_ended(document) && to && day <= *to)
        return "ghi là đã hết hiệu lực, nhưng còn đến hết ngày " + format_date(*to);
    const auto replaced = replaced_from(document);
    if (replaced && to && *replaced <= day && *replaced <= *to)
        return "bị thay thế từ ngày " + format_date(*replaced) + ", nhưng còn hiệu lực đến hết ngày " +
               format_date(*to);
    return std::nullopt;
}

class DocumentCheck {
  public:
    DocumentCheck(std::span<const LegalDocument> documents, const CheckDays& days)
        : documents_(documents), days_(days), directory_(documents) {}

    Findings run() {
        for (const auto& document : documents_) {
            check_successions(document, document.replaced_by, "thay bằng ");
            check_successions(document, document.amended_by, "được sửa đổi bằng ");
            if (auto text = status_against_dates(document, days_.as_of))
                add(FindingKind::status_against_dates, document, *std::move(text));
            const auto& end = document.effective.to;
            if (end && *end < days_.as_of && document.replaced_by.empty())
                add(FindingKind::no_successor, document, "hết hiệu lực sau ngày " + format_date(*end));
        }
        check_circles();
        return std::move(findings_);
    }

  private:
    void add(FindingKind kind, const LegalDocument& document, std::string text,
             std::vector<std::string> others = {}) {
        findings_.push_back({kind, document.number, std::move(text), std::move(others)});
    }

    void check_successions(const LegalDocument& document, const std::vector<Succession>& successions,
                           const std::string& relation) {
        for (const auto& next : successions) {
            if (directory_.find(next.number) != nullptr) continue;
            std::string text = relation + in_quotes(next.number) + ", không có trong danh mục";
            if (const auto* like = directory_.like(next.number)) text += "; trong đó ghi là " + like->number;
            add(FindingKind::wrong_successor, document, std::move(text), {next.number});
        }
    }

    void check_circles() {
        Graph graph(documents_.size());
        for (std::size_t i = 0; i < documents_.size(); ++i)
            for (const auto& next : documents_[i].replaced_by)
                if (const auto* document = directory_.find(next.number))
                    graph[i].push_back(static_cast<std::size_t>(document - documents_.data()));
        for (const auto& circle : circles(graph)) {
            std::vector<std::string> numbers;
            numbers.reserve(circle.size());
            for (const auto i : circle) numbers.push_back(documents_[i].number);
            add(FindingKind::wrong_successor, documents_[circle.front()],
                circle.size() == 1 ? "thay thế chính nó" : "thay thế lẫn nhau: " + joined(numbers),
                std::move(numbers));
        }
    }

    static std::string joined(const std::vector<std::string>& numbers) {
        std::string text;
        for (const auto& number : numbers) text += (text.empty() ? "" : ", ") + number;
        return text;
    }

    std::span<const LegalDocument> documents_;
    CheckDays days_;
    DocumentDirectory directory_;
    Findings findings_;
};

}  // namespace

std::optional<std::string> over_without_date(const LegalDocument& document, Date day) {
    if (document.effective.to) return std::nullopt;
    if (document.status == "het-giai-doan")
        return "ghi là đã hết giai đoạn, nhưng không ghi ngày hết hiệu lực";
    if (document.status == "het-hieu-luc") return "ghi là đã hết hiệu lực, nhưng không ghi từ ngày nào";
    // Replaced in part perhaps; its status says that nobody knows.
    if (document.status == "chua-xac-minh") return std::nullopt;
    const auto replaced = replaced_from(document);
    if (replaced && *replaced <= day)
        return "bị thay thế từ ngày " + format_date(*replaced) + ", nhưng không ghi ngày hết hiệu lực";
    return std::nullopt;
}

Findings check_documents(std::span<const LegalDocument> documents, const CheckDays& days) {
    return DocumentCheck(documents, days).run();
}

}  // namespace reformdesk::kb_index
