// People on channels: what is known of them grows, and what they wrote can be erased.
#include "server/desk/texts.hpp"
#include "tests/contract/store_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using connectors::Channel;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class ContactContract : public StoreContract {
  protected:
    desk::Contact contact(const std::string& id) { return store().contact(Channel::zalo_oa, id).value(); }

    static desk::Contact known(const std::string& id, const std::string& name) {
        desk::Contact made;
        made.id = id;
        made.display_name = name;
        return made;
    }

    std::int64_t ask(const std::string& conversation, const std::string& source_id,
                     Channel channel = Channel::zalo_oa) {
        auto inbound = message(conversation, source_id, "Tôi là Nguyễn Văn A, CCCD 001…");
        inbound.channel = channel;
        const auto accepted = store().accept(inbound, at(0));
        desk::Settlement settlement;
        settlement.message = accepted.message;
        settlement.replies = {handover("Phiếu {ticket}")};
        settlement.ticket_change.kind = desk::TicketChangeKind::open;
        settlement.ticket_change.ticket.question = inbound.text;
        settlement.state.last_question = inbound.text;
        settlement.state.open_ticket = 0;
        store().settle(settlement, at(1));
        return accepted.conversation;
    }

    std::vector<std::string> texts(std::int64_t conversation) {
        std::vector<std::string> result;
        for (const auto& entry : store().entries(conversation, 0, 100)) {
            result.push_back(entry.text);
        }
        return result;
    }

    bool is_erased(std::int64_t conversation) {
        return texts(conversation).at(0) == desk::texts::erased_words;
    }

    std::size_t erase(const std::string& id) {
        return store().erase_person(Channel::zalo_oa, id, "bot", at(50));
    }
};

TEST_P(ContactContract, a_contact_comes_back_with_all_its_parts) {
    EXPECT_FALSE(store().contact(Channel::zalo_oa, "u1"));
    auto made = known("u1", "Lan");
    made.follows = true;
    made.last_interaction = at(1);
    made.hinted_at = at(2);
    made.welcomed_at = at(3);
    store().put_contact(made);
    const auto found = contact("u1");
    EXPECT_EQ(found.channel, Channel::zalo_oa);
    EXPECT_EQ(found.id, "u1");
    EXPECT_EQ(found.display_name, "Lan");
    EXPECT_TRUE(found.follows);
    EXPECT_EQ(found.last_interaction, at(1));
    EXPECT_EQ(found.hinted_at, at(2));
    EXPECT_EQ(found.welcomed_at, at(3));
    EXPECT_FALSE(store().contact(Channel::zalo_bot, "u1"));
}

TEST_P(ContactContract, of_times_the_later_one_stays) {
    auto made = known("u1", "Lan");
    made.follows = true;
    made.last_interaction = at(10);
    made.hinted_at = at(10);
    store().put_contact(made);
    made.follows = false;
    made.last_interaction = at(5);
    made.hinted_at = std::nullopt;
    made.welcomed_at = at(7);
    store().put_contact(made);
    EXPECT_FALSE(contact("u1").follows);
    EXPECT_EQ(contact("u1").last_interaction, at(10));
    EXPECT_EQ(contact("u1").hinted_at, at(10));
    EXPECT_EQ(contact("u1").welcomed_at, at(7));
    made.last_interaction = at(11);
    store().put_contact(made);
    EXPECT_EQ(contact("u1").last_interaction, at(11));
}

TEST_P(ContactContract, a_name_is_replaced_by_a_name_only) {
    store().put_contact(known("u1", "Lan"));
    store().put_contact(known("u1", ""));
    EXPECT_EQ(contact("u1").display_name, "Lan");
    store().put_contact(known("u1", "Chị Lan"));
    EXPECT_EQ(contact("u1").display_name, "Chị Lan");
}

TEST_P(ContactContract, erasing_empties_what_the_person_wrote_and_leaves_the_rest) {
    store().put_contact(known("u1", "Lan"));
    const auto conversation = ask("person:u1", "m1");
    desk::Addition photo;
    photo.conversation = "person:u1";
    photo.kind = desk::EntryKind::attachment;
    photo.text = "[Ảnh: căn cước]";
    photo.key = "p1";
    photo.at = at(2);
    store().append(photo);
    EXPECT_EQ(erase("u1"), 1U);
    EXPECT_THAT(texts(conversation),
                ElementsAre(desk::texts::erased_words, "Phiếu 1001", desk::texts::erased_words));
    EXPECT_EQ(store().ticket(1001)->question, desk::texts::erased_words);
    EXPECT_EQ(store().ticket(1001)->state, desk::TicketState::open);
    const auto state = store().conversation(conversation)->state;
    EXPECT_EQ(state.last_question, "");
    EXPECT_EQ(state.open_ticket, 1001);
    EXPECT_FALSE(store().contact(Channel::zalo_oa, "u1"));
    const auto trail = store().audit(1);
    ASSERT_THAT(trail, SizeIs(1));
    EXPECT_EQ(trail[0].action, "person_erased");
    EXPECT_EQ(trail[0].actor, "bot");
    EXPECT_EQ(trail[0].at, at(50));
}

TEST_P(ContactContract, erasing_reaches_groups_and_anonymous_conversations_and_nobody_else) {
    const auto in_group = ask("group:g1/u1", "m1");
    const auto anonymous = ask("anonymous:c1/u1", "m2");
    const std::vector others{ask("person:u11", "m3"),      ask("person:U1", "m4"),
                             ask("group:u1/u2", "m5"),     ask("group:g1/xu1", "m6"),
                             ask("group:g1/U1", "m7"),     ask("u1", "m8"),
                             ask("elsewhere:g1/u1", "m9"), ask("person:u1", "m10", Channel::zalo_bot),
                             ask("person:g1%2Fu1", "m11")};
    EXPECT_EQ(erase("u1"), 2U);
    EXPECT_TRUE(is_erased(in_group));
    EXPECT_TRUE(is_erased(anonymous));
    for (const auto other : others) {
        EXPECT_FALSE(is_erased(other)) << other;
    }
}

TEST_P(ContactContract, ids_with_signs_of_patterns_and_paths_are_taken_by_their_letters) {
    const auto slash = ask("group:g1/a%2Fb", "m1");
    const auto percent = ask("person:50%25", "m2");
    const auto underline = ask("group:g1/a_b", "m3");
    const std::vector others{ask("group:g1/a/b", "m4"), ask("group:g1/b", "m5"), ask("person:50", "m6"),
                             ask("person:50%", "m7"), ask("group:g1/axb", "m8")};
    EXPECT_EQ(erase("%"), 0U);
    EXPECT_EQ(erase(""), 0U);
    EXPECT_EQ(erase("a/b"), 1U);
    EXPECT_EQ(erase("50%"), 1U);
    EXPECT_EQ(erase("a_b"), 1U);
    for (const auto erased : {slash, percent, underline}) {
        EXPECT_TRUE(is_erased(erased)) << erased;
    }
    for (const auto other : others) {
        EXPECT_FALSE(is_erased(other)) << other;
    }
}

INSTANTIATE_TEST_SUITE_P(Backends, ContactContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
