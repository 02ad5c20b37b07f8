#include "tests/load/answering/xapian_engine.hpp"

#include "kb_index/schema.hpp"
#include "nlp/question.hpp"
#include "nlp/text.hpp"

#include <algorithm>

#include <xapian.h>

namespace reformdesk::load::answering {

namespace {

// Xapian takes 245 bytes; longer tokens are junk.
constexpr std::size_t longest_token = 60;
constexpr Xapian::termcount question_count = 3;

// Finds more than Xapian's own values do on these short documents.
Xapian::BM25Weight textbook_bm25() {
    constexpr double k1 = 1.2;
    constexpr double b = 0.75;
    constexpr double shortest_normal_length = 0.2;
    return {k1, 0, 1, b, shortest_normal_length};
}

std::vector<std::string> words_of(const std::string& text) {
    const std::string normal = nlp::normalise(text);
    std::vector<std::string> terms;
    for (const auto token : nlp::tokens(normal)) {
        if (token.size() > longest_token) {
            continue;
        }
        // A word that has no diacritics counts once, so that it outweighs no other.
        auto bare = nlp::unaccent(token);
        if (bare != token) {
            terms.push_back('A' + std::string(token));
        }
        terms.push_back('B' + std::move(bare));
    }
    return terms;
}

Xapian::Document words_document(const kb_index::Article& article) {
    Xapian::Document document;
    const auto add = [&](const std::string& text, Xapian::termcount times) {
        for (const auto& term : words_of(text)) {
            document.add_term(term, times);
        }
    };
    add(article.question, question_count);
    for (const auto& phrasing : article.phrasings) {
        add(phrasing, question_count);
    }
    add(article.answer, 1);
    return document;
}

Xapian::Query words_query(const std::string& question) {
    auto terms = words_of(question);
    std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
}

Xapian::Document same_terms_document(const kb_index::Article& article) {
    Xapian::Document document;
    for (const auto& term : kb_index::schema::article_terms(article)) {
        document.add_term(term.term, term.count());
    }
    return document;
}

Xapian::Query same_terms_query(const std::string& question) {
    std::vector<Xapian::Query> terms;
    for (const auto& [term, weight] : kb_index::schema::query_terms(nlp::read(question))) {
        const Xapian::Query query(term);
        terms.push_back(weight == 1 ? query : Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query, weight));
    }
    return {Xapian::Query::OP_OR, terms.begin(), terms.end()};
}

using ToDocument = Xapian::Document (*)(const kb_index::Article&);
using ToQuery = Xapian::Query (*)(const std::string&);

void index(const std::filesystem::path& path, std::span<const kb_index::Article> articles,
           ToDocument to_document) {
    Xapian::WritableDatabase database(path.string(), Xapian::DB_CREATE_OR_OVERWRITE);
    for (const auto& article : articles) {
        auto document = to_document(article);
        document.set_data(article.id);
        database.add_document(document);
    }
    database.commit();
}

class XapianEngine final : public LocalEngine {
  public:
    XapianEngine(const std::filesystem::path& path, ToQuery to_query)
        : enquire_(Xapian::Database(path.string())), to_query_(to_query) {
        enquire_.set_weighting_scheme(textbook_bm25());
    }

  private:
    std::vector<std::string> ask(const std::string& question) override {
        enquire_.set_query(to_query_(question));
        const auto found = enquire_.get_mset(0, ranked_articles);
        std::vector<std::string> ids;
        ids.reserve(found.size());
        for (auto match = found.begin(); match != found.end(); ++match) {
            ids.push_back(match.get_document().get_data());
        }
        return ids;
    }

    Xapian::Enquire enquire_;
    ToQuery to_query_;
};

std::filesystem::path words_path(const Material& material) {
    return material.folder / "xapian";
}

std::filesystem::path same_terms_path(const Material& material) {
    return material.folder / "xapian-same-terms";
}

}  // namespace

void index_xapian_words(const Material& material) {
    index(words_path(material), material.articles, words_document);
}

std::unique_ptr<Engine> open_xapian_words(const Material& material) {
    return std::make_unique<XapianEngine>(words_path(material), words_query);
}

void index_xapian_same_terms(const Material& material) {
    index(same_terms_path(material), material.articles, same_terms_document);
}

std::unique_ptr<Engine> open_xapian_same_terms(const Material& material) {
    return std::make_unique<XapianEngine>(same_terms_path(material), same_terms_query);
}

}  // namespace reformdesk::load::answering
