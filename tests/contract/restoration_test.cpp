// Backups of an SQLite database: everything is in them, and older ones are brought up to date.
#include "server/store/restoration.hpp"

#include "tests/contract/store_contract.hpp"
#include "tests/contract/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using ::testing::SizeIs;

class RestorationTest : public ::testing::Test {
  protected:
    static std::string url(const std::filesystem::path& file) { return "sqlite://" + file.string(); }

    void restore() { store::restore_file(store::parse_location(url(file)), backup, "before"); }

    TemporaryFolder folder;
    std::filesystem::path file = folder.path() / "desk.sqlite";
    std::filesystem::path backup = folder.path() / "backup.sqlite";
};

TEST_F(RestorationTest, documents_and_reviews_are_in_a_backup) {
    kb_index::Article article;
    article.id = "a";
    article.sources = {{"old", "", ""}};
    const desk::Supersession supersession{"old", "new", kb_index::parse_date("2026-07-01").value(), "lan",
                                          desk::Timestamp()};
    {
        store::Database database(url(file));
        database.import_articles({&article, 1}, "lan", desk::Timestamp());
        database.supersede(supersession);
        database.backup_to(backup);
    }
    std::filesystem::remove(file);
    restore();
    store::Database database(url(file));
    EXPECT_THAT(database.documents(), SizeIs(2));
    EXPECT_THAT(database.reviews({}), SizeIs(1));
    EXPECT_EQ(database.article("a")->standing.ended_by, "old");
    EXPECT_THAT(database.supersede(supersession).articles, SizeIs(1));
}

TEST_F(RestorationTest, a_backup_of_an_older_program_is_brought_up_to_date) {
    RawConnection(url(backup)).migrate(1);
    restore();
    store::Database database(url(file));
    EXPECT_TRUE(database.documents().empty());
    EXPECT_EQ(database.open_review_count(), 0);
}

}  // namespace

}  // namespace reformdesk::contract
