// Accounts, their sessions, and the audit trail that nobody can rewrite.
#include "tests/contract/store_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class AccountContract : public StoreContract {
  protected:
    access::Account add(const std::string& name) {
        access::Account account;
        account.name = name;
        account.display_name = "Chị Lan";
        account.role = access::Role::administrator;
        account.password_hash = "$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA";
        account.must_change_password = true;
        account.created_at = at(1);
        return store().add_account(account).value();
    }

    void log_in(const access::Account& account, const std::string& token, std::int64_t expires = 1000) {
        store().add_session({token, account.id, "csrf-" + token, at(10), at(expires), at(10)});
    }
};

TEST_P(AccountContract, an_account_comes_back_with_all_its_parts) {
    const auto lan = add("lan");
    EXPECT_GT(lan.id, 0);
    for (const auto& found : {store().account("lan"), store().account(lan.id)}) {
        ASSERT_TRUE(found);
        EXPECT_EQ(found->id, lan.id);
        EXPECT_EQ(found->name, "lan");
        EXPECT_EQ(found->display_name, "Chị Lan");
        EXPECT_EQ(found->role, access::Role::administrator);
        EXPECT_EQ(found->password_hash, lan.password_hash);
        EXPECT_TRUE(found->must_change_password);
        EXPECT_FALSE(found->disabled);
        EXPECT_EQ(found->created_at, at(1));
    }
    EXPECT_FALSE(store().account("Lan"));
    EXPECT_FALSE(store().account(4711));
}

TEST_P(AccountContract, a_name_is_given_once) {
    const auto lan = add("lan");
    auto other = lan;
    other.display_name = "Khác";
    EXPECT_FALSE(store().add_account(other));
    EXPECT_EQ(store().account("lan")->display_name, "Chị Lan");
    add("minh");
    EXPECT_THAT(store().accounts(), SizeIs(2));
}

TEST_P(AccountContract, a_change_ends_the_other_sessions_of_the_account) {
    auto lan = add("lan");
    const auto minh = add("minh");
    log_in(lan, "here");
    log_in(lan, "elsewhere");
    log_in(minh, "minh");
    lan.display_name = "Lan Anh";
    lan.role = access::Role::expert;
    lan.password_hash = "new";
    lan.must_change_password = false;
    lan.disabled = true;
    store().update_account(lan, "here");
    const auto changed = store().account(lan.id);
    EXPECT_EQ(changed->display_name, "Lan Anh");
    EXPECT_EQ(changed->role, access::Role::expert);
    EXPECT_EQ(changed->password_hash, "new");
    EXPECT_FALSE(changed->must_change_password);
    EXPECT_TRUE(changed->disabled);
    EXPECT_EQ(changed->created_at, at(1));
    EXPECT_TRUE(store().session("here"));
    EXPECT_FALSE(store().session("elsewhere"));
    EXPECT_TRUE(store().session("minh"));
    store().update_account(lan, "");
    EXPECT_FALSE(store().session("here"));
}

TEST_P(AccountContract, changing_an_account_that_is_not_there_is_a_mistake) {
    access::Account nobody;
    nobody.id = 4711;
    EXPECT_THROW(store().update_account(nobody, ""), std::invalid_argument);
}

TEST_P(AccountContract, a_session_is_kept_touched_and_removed) {
    const auto lan = add("lan");
    log_in(lan, "t");
    store().touch_session("t", at(50), at(2000));
    const auto session = store().session("t");
    ASSERT_TRUE(session);
    EXPECT_EQ(session->token_hash, "t");
    EXPECT_EQ(session->account, lan.id);
    EXPECT_EQ(session->csrf_token, "csrf-t");
    EXPECT_EQ(session->created_at, at(10));
    EXPECT_EQ(session->seen_at, at(50));
    EXPECT_EQ(session->expires_at, at(2000));
    store().remove_session("t");
    EXPECT_FALSE(store().session("t"));
    store().remove_session("t");
    store().touch_session("t", at(1), at(2));
    EXPECT_FALSE(store().session("t"));
}

TEST_P(AccountContract, expired_sessions_are_removed_and_no_others) {
    const auto lan = add("lan");
    log_in(lan, "old", 100);
    log_in(lan, "now", 200);
    log_in(lan, "later", 201);
    store().remove_expired_sessions(at(200));
    EXPECT_FALSE(store().session("old"));
    EXPECT_FALSE(store().session("now"));
    EXPECT_TRUE(store().session("later"));
}

TEST_P(AccountContract, a_session_needs_an_account) {
    EXPECT_THROW(store().add_session({"t", 4711, "c", at(1), at(2), at(1)}), desk::StoreError);
    EXPECT_FALSE(store().session("t"));
}

TEST_P(AccountContract, the_audit_trail_is_read_newest_first) {
    EXPECT_THAT(store().audit(10), IsEmpty());
    for (int index = 1; index <= 3; ++index) {
        store().append_audit({at(index), "lan", "login", "account:lan", std::to_string(index)});
    }
    const auto audit = store().audit(2);
    ASSERT_THAT(audit, SizeIs(2));
    EXPECT_EQ(audit[0].detail, "3");
    EXPECT_EQ(audit[0].at, at(3));
    EXPECT_EQ(audit[0].actor, "lan");
    EXPECT_EQ(audit[0].action, "login");
    EXPECT_EQ(audit[0].object, "account:lan");
    EXPECT_EQ(audit[1].detail, "2");
}

TEST_P(AccountContract, the_database_itself_keeps_the_audit_trail) {
    store().append_audit({at(1), "lan", "login", "account:lan", ""});
    RawConnection raw(url());
    EXPECT_THROW(raw.run("UPDATE audit SET actor = 'minh'"), desk::StoreError);
    EXPECT_THROW(raw.run("DELETE FROM audit"), desk::StoreError);
    if (!on_sqlite()) {
        EXPECT_THROW(raw.run("TRUNCATE audit"), desk::StoreError);
    }
    const auto audit = store().audit(10);
    ASSERT_THAT(audit, SizeIs(1));
    EXPECT_EQ(audit[0].actor, "lan");
}

INSTANTIATE_TEST_SUITE_P(Backends, AccountContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
