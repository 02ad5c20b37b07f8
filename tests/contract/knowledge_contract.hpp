// Articles and documents for the tests of what happens between them.
#pragma once

#include "tests/contract/store_contract.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace reformdesk::contract {

class KnowledgeContract : public StoreContract {
  protected:
    static kb_index::Date day(std::string_view text) { return kb_index::parse_date(text).value(); }

    static kb_index::Article article(const std::string& id, const std::vector<std::string>& documents = {}) {
        kb_index::Article article;
        article.id = id;
        article.question = "Bao lâu thì có kết quả?";
        article.answer = "Trong 5 ngày làm việc.";
        for (const auto& number : documents) {
            article.sources.push_back({number, "Điều 5", ""});
        }
        return article;
    }

    static kb_index::LegalDocument document(const std::string& number,
                                            std::optional<kb_index::Date> last_day = std::nullopt) {
        kb_index::LegalDocument document;
        document.number = number;
        document.kind = "Nghị định";
        document.effective.to = last_day;
        return document;
    }

    static desk::Supersession supersession(const std::string& old_number, const std::string& new_number,
                                           std::string_view from) {
        return {old_number, new_number, day(from), "lan", at(50)};
    }

    std::size_t import(const std::vector<kb_index::Article>& articles) {
        return store().import_articles(articles, "lan", at(1));
    }
    std::size_t import(const std::vector<kb_index::LegalDocument>& documents) {
        return store().import_documents(documents, "lan", at(2));
    }

    /// The last day on which the article holds.
    std::optional<kb_index::Date> last_day_of(const std::string& id) {
        return store().article(id).value().standing.validity.to;
    }

    static std::vector<std::string> ids_of(const std::vector<desk::StoredArticle>& articles) {
        std::vector<std::string> ids;
        for (const auto& stored : articles) {
            ids.push_back(stored.article.id);
        }
        return ids;
    }

    static std::vector<std::string> articles_of(const std::vector<desk::ReviewTask>& tasks) {
        std::vector<std::string> ids;
        for (const auto& task : tasks) {
            ids.push_back(task.article);
        }
        return ids;
    }
};

}  // namespace reformdesk::contract
