// The schema: made when there is none, kept when it is there, brought up to date when it is older, refused
// when it is newer.
#include "tests/contract/store_contract.hpp"

#include <future>

#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

class SchemaContract : public StoreContract {};

TEST_P(SchemaContract, what_was_written_is_there_after_reopening) {
    const auto ticket = open_ticket("a");
    close_store();
    EXPECT_EQ(store().ticket(ticket.number)->question, ticket.question);
}

TEST_P(SchemaContract, a_newer_schema_is_refused_and_left_alone) {
    const auto ticket = open_ticket("a");
    close_store();
    RawConnection(url()).run("INSERT INTO schema_version (version, applied_at) VALUES (999, 0)");
    try {
        store();
        FAIL() << "opened a schema that it can't know";
    } catch (const store::DatabaseError& error) {
        EXPECT_EQ(error.fault, store::DatabaseFault::newer_schema);
        const std::string text = error.what();
        EXPECT_NE(text.find("999"), std::string::npos) << text;
        EXPECT_NE(text.find("mới hơn"), std::string::npos) << text;
    }
    RawConnection(url()).run("DELETE FROM schema_version WHERE version = 999");
    EXPECT_EQ(store().ticket(ticket.number)->version, 1);
}

TEST_P(SchemaContract, several_processes_may_start_at_the_same_time) {
    close_store();
    auto place = GetParam().make_place();
    std::vector<std::future<std::int64_t>> starting;
    for (int index = 0; index < 4; ++index) {
        starting.push_back(std::async(std::launch::async, [&place, index] {
            store::Database database(place->url());
            return database.accept(message("a", std::to_string(index)), at(0)).sequence;
        }));
    }
    std::int64_t sum = 0;
    for (auto& each : starting) {
        sum += each.get();
    }
    EXPECT_EQ(sum, 1 + 2 + 3 + 4);
}

class OldSchemaContract : public StoreContract {
  protected:
    // As an older program left it: an article whose sources changed, one without any, one with a long one.
    static void make(const std::string& url, std::int64_t version) {
        RawConnection raw(url);
        raw.migrate(version);
        raw.run("INSERT INTO articles (id, version) VALUES ('a', 2), ('b', 1), ('c', 1)");
        add_version(raw, "'a', 1", R"({"id":"a","sources":[{"document":"dropped"}]})");
        add_version(raw, "'a', 2",
                    R"({"id":"a","sources":[{"document":"61/2018/NĐ-CP","clause":"Điều 5"},)"
                    R"({"document":"61/2018/NĐ-CP"},{"document":"other"},{"url":"https://example.vn"}]})");
        add_version(raw, "'b', 1", R"({"id":"b"})");
        add_version(raw, "'c', 1", R"({"id":"c","sources":[{"document":")" + long_text(4'000) + R"("}]})");
    }

    static void add_version(RawConnection& raw, const std::string& key, const std::string& content) {
        raw.run("INSERT INTO article_versions (article, version, content, changed_at, changed_by) VALUES (" +
                key + ", '" + content + "', 0, 'lan')");
    }

    static std::size_t resting_on(store::Database& database, const std::string& number) {
        return database.supersede({number, "new", kb_index::parse_date("2025-07-01").value(), "lan", at(1)})
            .articles.size();
    }
};

TEST_P(OldSchemaContract, the_sources_of_articles_are_found_in_what_an_older_program_stored) {
    for (const std::int64_t version : {1, 2}) {
        const auto place = GetParam().make_place();
        make(place->url(), version);
        store::Database database(place->url());
        EXPECT_EQ(database.articles().size(), 3U);
        EXPECT_EQ(resting_on(database, "61/2018/NĐ-CP"), 1U);
        EXPECT_EQ(resting_on(database, "other"), 1U);
        EXPECT_EQ(resting_on(database, "dropped"), 0U);
        EXPECT_EQ(database.article("a")->standing.ended_by, "61/2018/NĐ-CP");
    }
}

TEST_P(OldSchemaContract, a_reply_that_an_older_program_left_is_delivered_and_a_failed_one_is_shown) {
    const auto place = GetParam().make_place();
    {
        RawConnection raw(place->url());
        raw.migrate(3);
        raw.run(
            "INSERT INTO conversations (id, channel, external_id, last_sequence, state, created_at) "
            "VALUES (1, 'web_chat', 'a', 2, '{}', 0)");
        raw.run(
            "INSERT INTO entries (conversation, sequence, kind, author, text, source_id, created_at) "
            "VALUES (1, 1, 'answer', '', 'Một', '', 0), (1, 2, 'answer', '', 'Hai', '', 0)");
        raw.run(
            "INSERT INTO outbox (conversation, sequence, created_at, available_at, attempts, finished_at, "
            "outcome, detail) VALUES (1, 1, 0, 0, 3, 5, 'failed', ''), (1, 2, 0, 0, 0, NULL, '', '')");
    }
    store::Database database(place->url());
    const auto troubled = database.troubled_deliveries(10);
    ASSERT_EQ(troubled.size(), 1U);
    EXPECT_EQ(troubled[0].text, "Một");
    EXPECT_EQ(troubled[0].reason, connectors::DeliveryReason::none);
    const auto leased = database.lease(10, at(0), std::chrono::seconds(1));
    ASSERT_EQ(leased.size(), 1U);
    EXPECT_EQ(leased[0].entry.text, "Hai");
    EXPECT_FALSE(leased[0].maybe_taken);
}

INSTANTIATE_TEST_SUITE_P(Backends, OldSchemaContract, ::testing::ValuesIn(backends()), name_of);
INSTANTIATE_TEST_SUITE_P(Backends, SchemaContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
