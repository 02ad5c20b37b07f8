// Accounts of the console and their owners' accounts on channels: linked by a code that works once.
#include "tests/contract/store_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using connectors::Channel;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LinkContract : public StoreContract {
  protected:
    access::Account add_account(const std::string& name) {
        access::Account account;
        account.name = name;
        account.display_name = "Chị " + name;
        account.password_hash = "hash";
        account.created_at = at(0);
        return store().add_account(account).value();
    }

    void disable(access::Account account) {
        account.disabled = true;
        store().update_account(account, "");
    }

    std::optional<desk::AccountLink> redeem(const std::string& code, const std::string& contact,
                                            std::int64_t now = 10) {
        return store().redeem_link_code(code, Channel::zalo_oa, contact, at(now));
    }

    std::optional<desk::AccountLink> link(const access::Account& account, const std::string& contact) {
        const auto code = account.name + "/" + contact;
        store().put_link_code(code, account.id, at(1000));
        return redeem(code, contact);
    }

    std::vector<std::string> linked() {
        std::vector<std::string> result;
        for (const auto& each : store().links()) {
            result.push_back(each.name + "=" + each.contact);
        }
        return result;
    }
};

TEST_P(LinkContract, a_code_links_an_account_and_a_contact) {
    const auto lan = add_account("lan");
    store().put_link_code("c1", lan.id, at(1000));
    const auto made = redeem("c1", "u1");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->account, lan.id);
    EXPECT_EQ(made->name, "lan");
    EXPECT_EQ(made->display_name, "Chị lan");
    EXPECT_EQ(made->channel, Channel::zalo_oa);
    EXPECT_EQ(made->contact, "u1");
    EXPECT_THAT(made->topics, IsEmpty());
    EXPECT_EQ(made->linked_at, at(10));
    EXPECT_EQ(store().link_of(Channel::zalo_oa, "u1")->account, lan.id);
    EXPECT_FALSE(store().link_of(Channel::zalo_bot, "u1"));
    EXPECT_FALSE(store().link_of(Channel::zalo_oa, "u2"));
    const auto trail = store().audit(1);
    ASSERT_THAT(trail, SizeIs(1));
    EXPECT_EQ(trail[0].actor, "lan");
    EXPECT_EQ(trail[0].action, "contact_linked");
    EXPECT_EQ(trail[0].object, "contact:zalo_oa/u1");
}

TEST_P(LinkContract, a_code_works_once_and_in_time) {
    const auto lan = add_account("lan");
    store().put_link_code("c1", lan.id, at(1000));
    EXPECT_FALSE(redeem("c2", "u1"));
    EXPECT_FALSE(redeem("c1", "u1", 1000)) << "over";
    EXPECT_TRUE(redeem("c1", "u1", 999));
    EXPECT_FALSE(redeem("c1", "u2"));
    EXPECT_THAT(linked(), ElementsAre("lan=u1"));
}

TEST_P(LinkContract, a_new_code_ends_the_earlier_one_of_the_account) {
    const auto lan = add_account("lan");
    const auto minh = add_account("minh");
    store().put_link_code("c1", lan.id, at(1000));
    store().put_link_code("c2", minh.id, at(1000));
    store().put_link_code("c3", lan.id, at(1000));
    EXPECT_FALSE(redeem("c1", "u1"));
    EXPECT_TRUE(redeem("c2", "u2"));
    EXPECT_TRUE(redeem("c3", "u3"));
}

TEST_P(LinkContract, an_unknown_account_gets_no_code) {
    EXPECT_THROW(store().put_link_code("c1", 999'999, at(1000)), std::invalid_argument);
}

TEST_P(LinkContract, a_disabled_account_neither_links_nor_shows) {
    const auto lan = add_account("lan");
    link(lan, "u1");
    store().put_link_code("c2", lan.id, at(1000));
    disable(lan);
    EXPECT_FALSE(store().link_of(Channel::zalo_oa, "u1"));
    EXPECT_THAT(linked(), IsEmpty());
    EXPECT_FALSE(redeem("c2", "u2"));
}

TEST_P(LinkContract, a_contact_has_one_account_and_an_account_one_contact_on_a_channel) {
    const auto lan = add_account("lan");
    const auto minh = add_account("minh");
    link(lan, "u1");
    link(minh, "u1");
    EXPECT_THAT(linked(), ElementsAre("minh=u1"));
    link(minh, "u2");
    EXPECT_THAT(linked(), ElementsAre("minh=u2"));
    store().put_link_code("c", minh.id, at(1000));
    store().redeem_link_code("c", Channel::zalo_bot, "u2", at(10));
    EXPECT_THAT(linked(), ElementsAre("minh=u2", "minh=u2")) << "one on each channel";
}

TEST_P(LinkContract, links_are_listed_by_login) {
    link(add_account("b"), "u1");
    link(add_account("a"), "u2");
    EXPECT_THAT(linked(), ElementsAre("a=u2", "b=u1"));
}

TEST_P(LinkContract, topics_are_chosen_for_each_link) {
    const auto lan = add_account("lan");
    link(lan, "u1");
    const std::vector<std::string> topics{"mot-cua", "ho-tich"};
    store().set_link_topics(lan.id, Channel::zalo_oa, topics);
    store().set_link_topics(lan.id, Channel::zalo_bot, {});
    EXPECT_EQ(store().link_of(Channel::zalo_oa, "u1")->topics, topics);
    store().set_link_topics(lan.id, Channel::zalo_oa, {});
    EXPECT_THAT(store().link_of(Channel::zalo_oa, "u1")->topics, IsEmpty());
}

TEST_P(LinkContract, a_link_is_removed_once) {
    const auto lan = add_account("lan");
    link(lan, "u1");
    EXPECT_FALSE(store().remove_link(lan.id, Channel::zalo_bot, at(20)));
    EXPECT_TRUE(store().remove_link(lan.id, Channel::zalo_oa, at(20)));
    EXPECT_FALSE(store().remove_link(lan.id, Channel::zalo_oa, at(20)));
    EXPECT_THAT(linked(), IsEmpty());
    const auto trail = store().audit(1);
    ASSERT_THAT(trail, SizeIs(1));
    EXPECT_EQ(trail[0].actor, "lan");
    EXPECT_EQ(trail[0].action, "contact_unlinked");
    EXPECT_EQ(trail[0].object, "contact:zalo_oa/u1");
    EXPECT_EQ(trail[0].at, at(20));
}

INSTANTIATE_TEST_SUITE_P(Backends, LinkContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
