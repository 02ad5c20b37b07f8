#include "kb_index/exchange_intake.hpp"

#include <algorithm>

namespace reformdesk::kb_index {

namespace {

// The field of the article that has a byte order mark in it, written as an escape: a table could not carry
// it.
std::string_view field_with_mark(const Article& article) {
    const auto marked = [](std::string_view text) { return text.find(byte_order_mark) != text.npos; };
    const auto any = [&](const auto& items) { return std::any_of(items.begin(), items.end(), marked); };
    if (marked(article.id)) {
        return "id";
    }
    if (marked(article.question)) {
        return "question";
    }
    if (marked(article.answer)) {
        return "answer";
    }
    if (any(article.phrasings)) {
        return "phrasings";
    }
    if (marked(article.topic)) {
        return "topic";
    }
    if (marked(article.territory)) {
        return "territory";
    }
    if (any(article.audience)) {
        return "audience";
    }
    if (any(article.related)) {
        return "related";
    }
    if (any(article.follow_ups)) {
        return "follow_ups";
    }
    const bool source = std::any_of(article.sources.begin(), article.sources.end(), [&](const auto& one) {
        return marked(one.document) || marked(one.clause) || marked(one.url);
    });
    return source ? "sources" : "";
}

}  // namespace

std::string describe_bytes(std::size_t bytes) {
    constexpr std::size_t mebibyte = 1u << 20;
    return bytes >= mebibyte && bytes % mebibyte == 0 ? std::to_string(bytes / mebibyte) + " MiB"
                                                      : std::to_string(bytes) + " byte";
}

void ProblemList::add(ImportProblem problem) {
    if (!full()) {
        problems_.push_back(std::move(problem));
    }
}

bool ArticleIntake::admit(std::size_t line, std::size_t present, const char* field, const std::string& name,
                          std::unordered_map<std::string, Place>& places) {
    if (present >= limits_.articles) {
        problem(line, "",
                "quá nhiều bài hoặc văn bản: một lần nạp nhiều nhất " + std::to_string(limits_.articles) +
                    " bài và chừng ấy văn bản; hãy chia nhỏ");
        too_many_ = true;
        return false;
    }
    const auto [known, added] = places.try_emplace(name, Place{files_.size() - 1, line});
    if (!added) {
        problem(
            line, field,
            "trùng mã với " + files_[known->second.file] + ", dòng " + std::to_string(known->second.line));
    }
    return added;
}

void ArticleIntake::add(std::size_t line, Article article) {
    if (const auto field = field_with_mark(article); !field.empty()) {
        problem(line, field, stray_byte_order_mark);
        return;
    }
    if (admit(line, articles_.size(), "id", article.id, article_places_)) {
        articles_.push_back(std::move(article));
    }
}

void ArticleIntake::add(std::size_t line, LegalDocument document) {
    if (admit(line, documents_.size(), "number", document.number, document_places_)) {
        documents_.push_back(std::move(document));
    }
}

void ArticleIntake::problem(std::size_t line, std::string_view field, std::string_view message) {
    problems_.add({files_.back(), line, std::string(field), std::string(message)});
}

void ArticleIntake::problems(std::size_t line, const std::vector<FieldProblem>& found) {
    for (const auto& one : found) {
        problem(line, one.field, one.message);
    }
}

Import ArticleIntake::finish() {
    if (!problems_.empty()) {
        return {{}, {}, problems_.take()};
    }
    return {std::move(articles_), std::move(documents_), {}};
}

}  // namespace reformdesk::kb_index
