#include "tests/kb_index/check/check_support.hpp"

#include <map>

namespace reformdesk::kb_index {

using namespace std::chrono_literals;

CheckDays november() {
    return until(2026y / 11 / 25, 2026y / 12 / 31);
}

CheckDays until(Date today, Date day) {
    return {today, day, day};
}

Article plain_article(std::string id, std::string question, std::string answer) {
    Article article;
    article.id = std::move(id);
    article.question = std::move(question);
    article.answer = std::move(answer);
    article.topic = "mot-cua";
    article.sources = {{"118/2025/NĐ-CP", "Điều 5", ""}};
    return article;
}

CheckedBase base_of(std::vector<Article> articles, std::vector<LegalDocument> documents) {
    std::map<std::string, LegalDocument, std::less<>> by_number;
    for (const auto& document : documents) by_number.emplace(document.number, document);
    const auto lookup = [&](std::string_view number) {
        const auto found = by_number.find(number);
        return found == by_number.end() ? nullptr : &found->second;
    };
    CheckedBase base;
    for (auto& article : articles) {
        auto standing = standing_of(article, lookup);
        base.articles.push_back({std::move(article), std::move(standing)});
    }
    base.documents = std::move(documents);
    return base;
}

std::vector<Article> clean_articles() {
    std::vector<Article> articles{
        plain_article("a1", "Nộp hồ sơ ở đâu?", "Nộp tại bộ phận một cửa của xã."),
        plain_article("a2", "Khi nào có kết quả?",
                      "Trong 15 ngày làm việc, xem [trang này](https://dvc.gov.vn/a)."),
        plain_article("a3", "Lệ phí cấp lại giấy khai sinh là bao nhiêu?", "Không thu lệ phí."),
        plain_article("a4", "Phản ánh kiến nghị (PAKN) gửi về đâu?", "Gửi PAKN qua dịch vụ công (DVC)."),
        plain_article("a5", "Ai ký quyết định nghỉ phép?", "Thủ trưởng cơ quan ký."),
        plain_article("a6", "Công chức được nghỉ mấy ngày phép?", "Mười hai ngày một năm."),
    };
    articles[0].phrasings = {"cho toi hoi nop ho so cho nao"};
    articles[0].follow_ups = {"a2"};
    articles[1].follow_ups = {"a3"};
    articles[1].related = {"a1"};
    for (const std::size_t i : {2u, 3u}) articles[i].topic = "kiem-soat-tthc";
    for (const std::size_t i : {4u, 5u}) articles[i].topic = "cong-vu";
    return articles;
}

std::vector<LegalDocument> clean_documents() {
    LegalDocument fresh{.number = "118/2025/NĐ-CP", .status = "con-hieu-luc", .url = "https://vanban.vn/118"};
    fresh.effective.from = 2025y / 7 / 1;
    LegalDocument old{.number = "61/2018/NĐ-CP"};
    old = superseded(old, fresh.number, 2025y / 7 / 1);
    old.status = "het-hieu-luc";
    return {old, fresh};
}

CheckedBase clean_base() {
    return base_of(clean_articles(), clean_documents());
}

std::vector<std::string> names_of(const Findings& findings) {
    std::vector<std::string> names;
    for (const auto& finding : findings)
        names.push_back(std::string(info_of(finding.kind).name) + " " + finding.subject);
    return names;
}

}  // namespace reformdesk::kb_index
