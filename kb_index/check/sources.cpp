#include "kb_index/check/sources.hpp"

#include "kb_index/check/directory.hpp"
#include "kb_index/check/documents.hpp"

#include <map>
#include <utility>

namespace reformdesk::kb_index {

namespace {

std::string successors_of(const std::vector<Succession>& successions) {
    if (successions.empty()) return "chưa ghi văn bản thay thế";
    std::string text = "thay bằng ";
    for (const auto& next : successions) {
        if (&next != &successions.front()) text += ", ";
        text += next.number;
        if (next.from) text += " từ ngày " + format_date(*next.from);
    }
    return text;
}

class SourceCheck {
  public:
    SourceCheck(const CheckedBase& base, const CheckDays& days)
        : base_(base), days_(days), documents_(base.documents) {}

    Findings run() {
        for (const auto& checked : base_.articles) {
            check_named(checked.article);
            check_days(checked);
        }
        add_due();
        return std::move(findings_);
    }

  private:
    void add(FindingKind kind, const Article& article, std::string text,
             std::vector<std::string> others = {}) {
        findings_.push_back({kind, article.id, std::move(text), std::move(others)});
    }

    void check_named(const Article& article) {
        if (article.sources.empty()) add(FindingKind::no_source, article, "không nêu căn cứ nào");
        for (const auto& source : article.sources) {
            if (documents_.find(source.document) != nullptr || !names_legal_text(source.document)) continue;
            std::string text = "nêu " + in_quotes(source.document);
            if (const auto* like = documents_.like(source.document))
                text += "; trong danh mục ghi là " + like->number;
            add(FindingKind::unknown_document, article, std::move(text), {source.document});
        }
    }

    void check_days(const CheckedArticle& checked) {
        const auto& [article, standing] = checked;
        const auto& [from, to] = standing.validity;
        if (from && to && *to < *from) {
            add(FindingKind::never_in_force, article,
                "bắt đầu từ ngày " + format_date(*from) + " nhưng hết sau ngày " + format_date(*to) +
                    (standing.ended_by.empty() ? "" : " theo " + standing.ended_by));
        } else if (to && *to < days_.today) {
            // Its own last day says that an editor keeps it as past law.
            if (!standing.ended_by.empty()) add_ended(article, standing);
        } else if (to && *to <= days_.due_until) {
            due_[{*to, standing.ended_by}].push_back(&checked);
        } else if (!to) {
            check_ended_without_date(article);
        }
    }

    void add_ended(const Article& article, const Standing& standing) {
        add(FindingKind::ended_document, article,
            standing.ended_by + " hết hiệu lực sau ngày " + format_date(*standing.validity.to) + ", " +
                successors_of(standing.replaced_by) + "; bài không còn được đưa ra như quy định hiện hành",
            {standing.ended_by});
    }

    // The article is still given as current, for no date says otherwise.
    void check_ended_without_date(const Article& article) {
        for (const auto& source : article.sources) {
            const auto* document = documents_.find(source.document);
            if (document == nullptr) continue;
            if (const auto over = over_without_date(*document, days_.today))
                add(FindingKind::ended_document, article,
                    document->number + " " + *over + ", nên bài vẫn được đưa ra như quy định hiện hành",
                    {document->number});
        }
    }

    void add_due() {
        for (const auto& [end, due] : due_) {
            const auto& [last_day, document] = end;
            std::vector<std::string> ids;
            for (const auto* checked : due) ids.push_back(checked->article.id);
            std::string text = "còn hiệu lực đến hết ngày " + format_date(last_day);
            if (document.empty())
                text += " theo valid_to của bài";
            else
                text += ", " + successors_of(documents_.find(document)->replaced_by);
            text += "; " + std::to_string(ids.size()) + " bài: " + listed(ids);
            const auto subject = document.empty() ? ids.front() : document;
            findings_.push_back({FindingKind::falls_due, subject, std::move(text), std::move(ids)});
        }
    }

    const CheckedBase& base_;
    CheckDays days_;
    DocumentDirectory documents_;
    Findings findings_;
    std::map<std::pair<Date, std::string>, std::vector<const CheckedArticle*>> due_;
};

}  // namespace

Findings check_sources(const CheckedBase& base, const CheckDays& days) {
    return SourceCheck(base, days).run();
}

}  // namespace reformdesk::kb_index
