#include "tests/load/answering/engine.hpp"

#include "tests/load/answering/fts5_engine.hpp"
#include "tests/load/answering/node_engine.hpp"
#include "tests/load/answering/postgresql_engine.hpp"
#include "tests/load/answering/reformdesk_engine.hpp"
#include "tests/load/answering/xapian_engine.hpp"

#include <chrono>

namespace reformdesk::load::answering {

std::vector<Asked> LocalEngine::ask_all(const std::vector<std::string>& questions) {
    using Clock = std::chrono::steady_clock;
    std::vector<Asked> all;
    all.reserve(questions.size());
    for (const auto& question : questions) {
        const auto start = Clock::now();
        auto ranked = ask(question);
        const std::chrono::duration<float, std::micro> time = Clock::now() - start;
        all.push_back({time.count(), std::move(ranked)});
    }
    return all;
}

std::string all_phrasings(const kb_index::Article& article) {
    std::string all = article.question;
    for (const auto& phrasing : article.phrasings) {
        all += '\n' + phrasing;
    }
    return all;
}

const std::vector<EngineKind>& engine_kinds() {
    static const std::vector<EngineKind> kinds = {
        {"reformdesk", "ReformDesk", index_reformdesk, open_reformdesk},
        {"xapian", "Xapian, words", index_xapian_words, open_xapian_words},
        {"xapian-same-terms", "Xapian, same terms", index_xapian_same_terms, open_xapian_same_terms},
        {"fts5", "SQLite FTS5", nullptr, open_fts5},
        {"postgresql", "PostgreSQL", nullptr, open_postgresql},
        {"nlpjs", "@nlpjs/basic", nullptr, open_nlpjs},
        {"minisearch", "minisearch", nullptr, open_minisearch},
        {"minisearch-fuzzy", "minisearch, fuzzy 0.2", nullptr, open_minisearch_fuzzy},
    };
    return kinds;
}

}  // namespace reformdesk::load::answering
