#include "kb_index/candidates.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

class Candidates : public ::testing::Test {
  protected:
    Xapian::docid add(const std::vector<std::string>& terms) {
        Xapian::Document document;
        for (const auto& term : terms) document.add_term(term);
        return database_.add_document(document);
    }

    std::vector<Xapian::docid> ask(const std::vector<std::string>& terms,
                                   const std::function<bool(const Xapian::Document&)>& admits = {}) {
        std::vector<schema::QueryTerm> query;
        for (const auto& term : terms) query.push_back({term, 1});
        std::vector<KnownTerm> known;
        for (const auto& term : query)
            known.push_back({&term, static_cast<double>(database_.get_termfreq(term.term))});
        return candidates(database_, known, admits);
    }

    Xapian::WritableDatabase database_{"", Xapian::DB_BACKEND_INMEMORY};
};

TEST_F(Candidates, AreTheDocumentsThatShareATermBestFirst) {
    const auto one = add({"Bho", "Bso"});
    const auto both = add({"Bho", "Bso", "Bgoc"});
    add({"Bkhac"});
    EXPECT_EQ(ask({"Bgoc", "Bso"}), (std::vector{both, one}));
}

TEST_F(Candidates, AreNoneWithoutAKnownTerm) {
    add({"Bho"});
    EXPECT_TRUE(ask({}).empty());
}

TEST_F(Candidates, AreOnlyThoseThatMayAnswer) {
    const auto first = add({"Bho"});
    const auto second = add({"Bho"});
    EXPECT_EQ(ask({"Bho"}, [&](const auto& document) { return document.get_docid() != first; }),
              std::vector{second});
}

TEST_F(Candidates, AreFoundByRareTermsWhenCommonOnesAreMany) {
    std::vector<std::string> question;
    for (int i = 0; i < 40; ++i) question.push_back("Bchung" + std::to_string(i));
    for (int i = 0; i < 100; ++i) add(question);
    auto terms = question;
    terms.push_back("Bhiem");
    const auto rare = add(terms);
    const auto found = ask(terms);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front(), rare);
    EXPECT_LT(found.size(), 101U);
}

}  // namespace

}  // namespace reformdesk::kb_index
