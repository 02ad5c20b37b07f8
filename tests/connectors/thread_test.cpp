#include "connectors/thread.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors {
namespace {

TEST(Thread, AConversationSaysWhoseItIs) {
    EXPECT_EQ(to_conversation({"2468", "", ""}), "person:2468");
    EXPECT_EQ(to_conversation({"2468", "f414c8", ""}), "group:f414c8/2468");
    EXPECT_EQ(to_conversation({"2468", "", "c1"}), "anonymous:c1/2468");
}

TEST(Thread, ReadsBackWhateverTheIdsAre) {
    for (const auto* id : {"1", "a/b", "50%", "%2F", "group:x/y", "tên", " "}) {
        for (const Thread& thread : {Thread{id, "", ""}, Thread{id, id, ""}, Thread{id, "", id}}) {
            EXPECT_EQ(parse_thread(to_conversation(thread)), thread) << to_conversation(thread);
        }
    }
}

TEST(Thread, TwoPeopleNeverShareAConversation) {
    EXPECT_NE(to_conversation({"b/c", "a", ""}), to_conversation({"c", "a/b", ""}));
}

TEST(Thread, OtherTextIsNone) {
    for (const auto* text : {"", "person:", "group:a", "group:/a", "group:a/", "group:a/b/c", "person:%",
                             "person:%41", "v1.0123456789abcdef"}) {
        EXPECT_FALSE(parse_thread(text)) << text;
    }
}

}  // namespace
}  // namespace reformdesk::connectors
