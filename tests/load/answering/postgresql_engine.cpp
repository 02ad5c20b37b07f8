#include "tests/load/answering/postgresql_engine.hpp"

#include "nlp/text.hpp"
#include "tests/contract/postgresql_cluster.hpp"

#include <array>
#include <stdexcept>

#include <libpq-fe.h>

namespace reformdesk::load::answering {

namespace {

struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, Close>;
using Result = std::unique_ptr<PGresult, Close>;

Result checked(PGresult* given, const Connection& connection) {
    Result result(given);
    const auto status = PQresultStatus(given);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        throw std::runtime_error(PQerrorMessage(connection.get()));
    }
    return result;
}

void run(const Connection& connection, const char* sql) {
    checked(PQexec(connection.get(), sql), connection);
}

template <std::size_t Size>
Result run_prepared(const Connection& connection, const char* name,
                    const std::array<const char*, Size>& values) {
    return checked(PQexecPrepared(connection.get(), name, Size, values.data(), nullptr, nullptr, 0),
                   connection);
}

void create_table(const Connection& connection) {
    run(connection,
        "SET client_min_messages = warning;"
        "DROP TABLE IF EXISTS articles;"
        "DROP TEXT SEARCH CONFIGURATION IF EXISTS vietnamese;"
        "CREATE EXTENSION IF NOT EXISTS unaccent;"
        "CREATE TEXT SEARCH CONFIGURATION vietnamese (COPY = simple);"
        "ALTER TEXT SEARCH CONFIGURATION vietnamese ALTER MAPPING FOR hword, hword_part, word"
        " WITH unaccent, simple;"
        "CREATE TABLE articles (id text PRIMARY KEY, terms tsvector)");
}

void fill(const Connection& connection, std::span<const kb_index::Article> articles) {
    checked(PQprepare(connection.get(), "insert",
                      "INSERT INTO articles VALUES ($1, setweight(to_tsvector('vietnamese', $2), 'A')"
                      " || setweight(to_tsvector('vietnamese', $3), 'C'))",
                      3, nullptr),
            connection);
    run(connection, "BEGIN");
    for (const auto& article : articles) {
        const auto phrasings = all_phrasings(article);
        run_prepared(connection, "insert",
                     std::array{article.id.c_str(), phrasings.c_str(), article.answer.c_str()});
    }
    run(connection, "COMMIT");
    run(connection, "CREATE INDEX ON articles USING gin (terms)");
    run(connection, "VACUUM ANALYZE articles");
}

std::string any_word_of(const std::string& question) {
    std::string query;
    const std::string normal = nlp::normalise(question);
    for (const auto token : nlp::tokens(normal)) {
        query += query.empty() ? "'" : " | '";
        query += token;
        query += '\'';
    }
    return query;
}

class PostgresqlEngine final : public LocalEngine {
  public:
    explicit PostgresqlEngine(const Material& material)
        : connection_(PQconnectdb(contract::postgresql_url().c_str())),
          limit_(std::to_string(ranked_articles)) {
        if (PQstatus(connection_.get()) != CONNECTION_OK) {
            throw std::runtime_error(PQerrorMessage(connection_.get()));
        }
        create_table(connection_);
        fill(connection_, material.articles);
        checked(PQprepare(connection_.get(), "ask",
                          "SELECT id FROM articles, to_tsquery('vietnamese', $1) query WHERE terms @@ query"
                          " ORDER BY ts_rank('{0.1, 0.2, 0.33, 1.0}', terms, query, 1) DESC LIMIT $2::int",
                          2, nullptr),
                connection_);
    }

  private:
    std::vector<std::string> ask(const std::string& question) override {
        const std::string query = any_word_of(question);
        const auto result = run_prepared(connection_, "ask", std::array{query.c_str(), limit_.c_str()});
        std::vector<std::string> ids;
        ids.reserve(ranked_articles);
        for (int row = 0; row < PQntuples(result.get()); ++row) {
            ids.emplace_back(PQgetvalue(result.get(), row, 0));
        }
        return ids;
    }

    Connection connection_;
    std::string limit_;
};

}  // namespace

std::unique_ptr<Engine> open_postgresql(const Material& material) {
    return std::make_unique<PostgresqlEngine>(material);
}

}  // namespace reformdesk::load::answering
