#include "server/kb_check.hpp"

#include "nlp/text.hpp"

#include <map>
#include <ostream>
#include <set>

namespace reformdesk {

namespace {

using kb_index::Article;
using kb_index::Date;

constexpr std::chrono::days falls_due_within{60};

// Two people who leave out the diacritics or a question mark still ask the same.
std::string comparable(const std::string& text) {
    const auto plain = nlp::unaccent(nlp::normalise(text));
    std::string joined;
    for (const auto token : nlp::tokens(plain)) {
        joined += token;
        joined += ' ';
    }
    return joined;
}

class Findings {
  public:
    explicit Findings(std::ostream& out) : out_(out) {}
    void error(const Article& article, const std::string& what) {
        out_ << "SAI    " << article.id << ": " << what << "\n";
        ++errors_;
    }
    void notice(const Article& article, const std::string& what) {
        out_ << "LƯU Ý  " << article.id << ": " << what << "\n";
    }
    int errors() const { return errors_; }

  private:
    std::ostream& out_;
    int errors_ = 0;
};

void check_validity(const Article& article, Date today, Findings& findings) {
    const auto& end = article.validity.to;
    if (!end) {
        return;
    }
    if (*end < today) {
        findings.notice(article, "đã hết hiệu lực sau ngày " + kb_index::format_date(*end) +
                                     "; chỉ được đưa ra khi hỏi về quá khứ");
    } else if (std::chrono::sys_days(*end) - std::chrono::sys_days(today) <= falls_due_within) {
        findings.notice(
            article, "sẽ hết hiệu lực sau ngày " + kb_index::format_date(*end) + "; cần chuẩn bị bài thay");
    }
}

void check_text(const Article& article, Findings& findings) {
    if (article.sources.empty()) {
        findings.error(article, "không có căn cứ pháp lý");
    }
    if (article.topic.empty()) {
        findings.notice(article, "chưa có chủ đề");
    }
    const auto normal = nlp::normalise(article.answer);
    if (nlp::unaccent(normal) == normal) {
        findings.error(article, "câu trả lời không có dấu tiếng Việt");
    }
}

void check_links(const Article& article, const std::set<std::string>& ids, Findings& findings) {
    for (const auto* list : {&article.related, &article.follow_ups}) {
        for (const auto& id : *list) {
            if (!ids.contains(id)) {
                findings.error(article, "dẫn tới bài " + id + " không có trong kho");
            }
        }
    }
}

// The same words must not lead to two articles that hold at the same time.
void check_phrasings(const Article& article, std::map<std::string, const Article*>& owners,
                     Findings& findings) {
    std::set<std::string> own;
    auto texts = article.phrasings;
    texts.push_back(article.question);
    for (const auto& text : texts) {
        const auto key = comparable(text);
        if (!own.insert(key).second) {
            findings.notice(article, "hai cách hỏi giống nhau: " + text);
            continue;
        }
        const auto [owner, added] = owners.emplace(key, &article);
        if (!added) {
            findings.error(article, "cách hỏi trùng với bài " + owner->second->id + ": " + text);
        }
    }
}

}  // namespace

int kb_check(const KbCheckCommand& command, const KbCommandParts& parts) {
    const auto today = command.as_of.value_or(desk::day_in_vietnam(parts.clock.now()));
    const auto stored = parts.articles.articles();
    std::set<std::string> ids;
    for (const auto& one : stored) {
        ids.insert(one.article.id);
    }
    Findings findings(parts.out);
    std::map<std::string, const Article*> owners;
    for (const auto& one : stored) {
        check_validity(one.article, today, findings);
        check_text(one.article, findings);
        check_links(one.article, ids, findings);
        check_phrasings(one.article, owners, findings);
    }
    parts.out << "Đã xem " << stored.size() << " bài; " << findings.errors() << " lỗi.\n";
    return findings.errors() == 0 ? 0 : 1;
}

}  // namespace reformdesk
