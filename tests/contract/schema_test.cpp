// The schema: made when there is none, kept when it is there, refused when it is newer.
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

INSTANTIATE_TEST_SUITE_P(Backends, SchemaContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
