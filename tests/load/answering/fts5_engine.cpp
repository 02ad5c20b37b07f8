#include "tests/load/answering/fts5_engine.hpp"

#include "nlp/text.hpp"

#include <stdexcept>

#include <sqlite3.h>

namespace reformdesk::load::answering {

namespace {

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

void need(bool good, sqlite3* database) {
    if (!good) {
        throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(database));
    }
}

Database open(const std::filesystem::path& path) {
    sqlite3* opened = nullptr;
    const int status = sqlite3_open(path.c_str(), &opened);
    Database database(opened);
    need(status == SQLITE_OK, opened);
    return database;
}

Statement prepare(const Database& database, const char* sql) {
    sqlite3_stmt* prepared = nullptr;
    const int status = sqlite3_prepare_v2(database.get(), sql, -1, &prepared, nullptr);
    Statement statement(prepared);
    need(status == SQLITE_OK, database.get());
    return statement;
}

void run(const Database& database, const char* sql) {
    need(sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK, database.get());
}

// The text must outlive the next step.
void bind(const Statement& statement, int place, const std::string& text) {
    sqlite3_bind_text(statement.get(), place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

void fill(const Database& database, std::span<const kb_index::Article> articles) {
    run(database, "BEGIN");
    run(database,
        "CREATE VIRTUAL TABLE articles USING fts5("
        "id UNINDEXED, phrasings, answer, tokenize = \"unicode61 remove_diacritics 2\")");
    run(database, "INSERT INTO articles(articles, rank) VALUES ('rank', 'bm25(0.0, 3.0, 1.0)')");
    const auto insert = prepare(database, "INSERT INTO articles(id, phrasings, answer) VALUES (?, ?, ?)");
    for (const auto& article : articles) {
        const auto phrasings = all_phrasings(article);
        bind(insert, 1, article.id);
        bind(insert, 2, phrasings);
        bind(insert, 3, article.answer);
        need(sqlite3_step(insert.get()) == SQLITE_DONE, database.get());
        sqlite3_reset(insert.get());
    }
    run(database, "COMMIT");
    run(database, "INSERT INTO articles(articles) VALUES ('optimize')");
}

std::string any_word_of(const std::string& question) {
    std::string match;
    const std::string normal = nlp::normalise(question);
    for (const auto token : nlp::tokens(normal)) {
        match += match.empty() ? "\"" : " OR \"";
        match += token;
        match += '"';
    }
    return match;
}

class Fts5Engine final : public LocalEngine {
  public:
    explicit Fts5Engine(const Material& material) : database_(open(material.folder / "fts5.sqlite")) {
        fill(database_, material.articles);
        select_ = prepare(database_, "SELECT id FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT ?");
        sqlite3_bind_int(select_.get(), 2, static_cast<int>(ranked_articles));
    }

  private:
    std::vector<std::string> ask(const std::string& question) override {
        const std::string match = any_word_of(question);
        std::vector<std::string> ids;
        if (match.empty()) {
            return ids;
        }
        bind(select_, 1, match);
        int status = sqlite3_step(select_.get());
        for (; status == SQLITE_ROW; status = sqlite3_step(select_.get())) {
            ids.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(select_.get(), 0)));
        }
        need(status == SQLITE_DONE, database_.get());
        sqlite3_reset(select_.get());
        return ids;
    }

    Database database_;
    Statement select_;
};

}  // namespace

std::unique_ptr<Engine> open_fts5(const Material& material) {
    return std::make_unique<Fts5Engine>(material);
}

}  // namespace reformdesk::load::answering
