// The names by which states, kinds and reasons are stored and sent; they must never change.
#include "server/desk/channel_store.hpp"
#include "server/desk/clock.hpp"
#include "server/desk/ticket.hpp"

#include <gtest/gtest.h>

namespace reformdesk::desk {
namespace {

TEST(Names, of_ticket_states) {
    EXPECT_EQ(to_string(TicketState::open), "open");
    EXPECT_EQ(to_string(TicketState::answered), "answered");
    EXPECT_EQ(to_string(TicketState::closed), "closed");
    EXPECT_EQ(parse_ticket_state("answered"), TicketState::answered);
    EXPECT_EQ(parse_ticket_state("Open"), std::nullopt);
    EXPECT_EQ(parse_ticket_state(""), std::nullopt);
}

TEST(Names, of_entry_kinds) {
    for (const auto* name : {"question", "answer", "clarification", "handover", "small_talk", "expert_answer",
                             "notice", "attachment"}) {
        const auto kind = parse_entry_kind(name);
        ASSERT_TRUE(kind) << name;
        EXPECT_EQ(to_string(*kind), name);
    }
    EXPECT_EQ(parse_entry_kind("smalltalk"), std::nullopt);
}

TEST(Names, of_handover_reasons) {
    for (const auto* name : {"nothing_found", "outside_knowledge", "uncertain", "asked_for_person",
                             "not_helpful", "after_clarification", "engine_unavailable", "outside_reply"}) {
        const auto reason = parse_handover_reason(name);
        ASSERT_TRUE(reason) << name;
        EXPECT_EQ(to_string(*reason), name);
    }
    EXPECT_EQ(parse_handover_reason("bored"), std::nullopt);
}

TEST(Names, of_outcomes_of_events) {
    for (const auto* name : {"handled", "recorded", "ignored", "malformed"}) {
        const auto outcome = parse_event_outcome(name);
        ASSERT_TRUE(outcome) << name;
        EXPECT_EQ(to_string(*outcome), name);
    }
    EXPECT_EQ(parse_event_outcome(""), std::nullopt);
}

TEST(Names, of_when_the_bot_speaks) {
    for (const auto* name : {"when_addressed", "prefix_only", "also_when_sure", "silent"}) {
        const auto speaking = parse_speaking(name);
        ASSERT_TRUE(speaking) << name;
        EXPECT_EQ(to_string(*speaking), name);
    }
    EXPECT_EQ(parse_speaking("loud"), std::nullopt);
}

TEST(DayInVietnam, begins_seven_hours_before_utc) {
    using namespace std::chrono;
    const Timestamp before_midnight = sys_days{2026y / 11 / 24} + hours{16} + minutes{59};
    EXPECT_EQ(day_in_vietnam(before_midnight), 2026y / 11 / 24);
    EXPECT_EQ(day_in_vietnam(before_midnight + minutes{1}), 2026y / 11 / 25);
    EXPECT_EQ(day_in_vietnam(Timestamp{milliseconds{-1}}), 1970y / 1 / 1);
}

}  // namespace
}  // namespace reformdesk::desk
