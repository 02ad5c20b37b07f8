// Groups on channels: known or gone, and when the bot speaks in them.
#include "tests/contract/store_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using connectors::Channel;
using desk::Speaking;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class GroupContract : public StoreContract {
  protected:
    void put(const desk::Group& group, const std::string& actor = "u1") {
        store().put_group(group, actor, at(5));
    }

    static desk::Group group(const std::string& id, const std::string& name = "", bool gone = false) {
        desk::Group made;
        made.id = id;
        made.name = name;
        made.gone = gone;
        return made;
    }
};

TEST_P(GroupContract, a_group_comes_back_with_all_its_parts) {
    EXPECT_FALSE(store().group(Channel::zalo_oa, "g1"));
    auto made = group("g1", "Tổ công nghệ số", true);
    made.speaking = Speaking::prefix_only;
    made.admins = {"u1", "u\"2"};
    made.last_unasked = at(7);
    put(made);
    const auto found = store().group(Channel::zalo_oa, "g1").value();
    EXPECT_EQ(found.channel, Channel::zalo_oa);
    EXPECT_EQ(found.id, "g1");
    EXPECT_EQ(found.name, "Tổ công nghệ số");
    EXPECT_TRUE(found.gone);
    EXPECT_EQ(found.speaking, Speaking::prefix_only);
    EXPECT_THAT(found.admins, ElementsAre("u1", "u\"2"));
    EXPECT_EQ(found.last_unasked, at(7));
    put(group("g1"));
    const auto replaced = store().group(Channel::zalo_oa, "g1").value();
    EXPECT_EQ(replaced.name, "");
    EXPECT_FALSE(replaced.gone);
    EXPECT_THAT(replaced.admins, IsEmpty());
    EXPECT_FALSE(replaced.last_unasked);
    EXPECT_FALSE(store().group(Channel::zalo_bot, "g1"));
}

TEST_P(GroupContract, groups_are_listed_by_name_and_those_that_are_gone_last) {
    put(group("1", "C"));
    put(group("2", "A", true));
    put(group("4", "B"));
    put(group("3", "B"));
    std::vector<std::string> ids;
    for (const auto& each : store().groups()) {
        ids.push_back(each.id);
    }
    EXPECT_THAT(ids, ElementsAre("3", "4", "1", "2"));
}

TEST_P(GroupContract, only_a_change_of_when_the_bot_speaks_goes_into_the_trail) {
    auto made = group("g1");
    put(made);
    made.name = "Nhóm";
    put(made);
    EXPECT_THAT(store().audit(10), IsEmpty());
    made.speaking = Speaking::silent;
    put(made, "u2");
    put(made, "u3");
    const auto trail = store().audit(10);
    ASSERT_THAT(trail, SizeIs(1));
    EXPECT_EQ(trail[0].actor, "u2");
    EXPECT_EQ(trail[0].action, "group_speaking_changed");
    EXPECT_EQ(trail[0].object, "group:zalo_oa/g1");
    EXPECT_EQ(trail[0].detail, "silent");
    EXPECT_EQ(trail[0].at, at(5));
}

INSTANTIATE_TEST_SUITE_P(Backends, GroupContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
