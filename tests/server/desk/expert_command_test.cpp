// What experts write about tickets, and what is left to the dialog.
#include "server/desk/expert_command.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace reformdesk::desk {

// Found by gtest, for what it says of a failure.
void PrintTo(const ExpertCommand& command, std::ostream* out) {
    *out << "#" << command.ticket << " action " << static_cast<int>(command.action) << " \"" << command.text
         << "\"";
}

namespace {

struct Case {
    std::string text;
    ExpertAction action;
    std::string rest = {};
};

TEST(ExpertCommand, names_its_ticket_first) {
    const std::vector<Case> cases{
        {"#1024 Hồ sơ nộp tại Bộ phận Một cửa.", ExpertAction::answer, "Hồ sơ nộp tại Bộ phận Một cửa."},
        {"  #1024 Nộp tại xã ", ExpertAction::answer, "Nộp tại xã"},
        {"# 1024 Nộp tại xã", ExpertAction::answer, "Nộp tại xã"},
        {"#1024: Nộp tại xã", ExpertAction::answer, "Nộp tại xã"},
        {"#1024:Nộp tại xã", ExpertAction::answer, "Nộp tại xã"},
        {"#1024, nộp tại xã", ExpertAction::answer, "nộp tại xã"},
        {"#1024\nDòng một\nDòng hai", ExpertAction::answer, "Dòng một\nDòng hai"},
        {"#1024", ExpertAction::show},
        {"#1024 ?", ExpertAction::show},
        {"#1024?", ExpertAction::show},
        {"#1024:", ExpertAction::show},
        {"#1024 …", ExpertAction::answer, "…"},
        {"#1024 ...", ExpertAction::show},
        {"#1024 nhận", ExpertAction::take},
        {"#1024 Nhan", ExpertAction::take},
        {"#1024 NHẬN", ExpertAction::take},
        {"#1024 nhận.", ExpertAction::take},
        {"#1024 xong", ExpertAction::done},
        {"#1024 Xong!", ExpertAction::done},
        {"#1024 chuyển Phòng Tài chính", ExpertAction::forward, "Phòng Tài chính"},
        {"#1024 chuyen phong tai chinh", ExpertAction::forward, "phong tai chinh"},
        {"#1024 Chuyển  Sở Nội vụ.", ExpertAction::forward, "Sở Nội vụ"},
        {"#1024 chuyển cho Sở Nội vụ", ExpertAction::forward, "Sở Nội vụ"},
        {"#1024 chuyển sang UBND TP. Nha Trang", ExpertAction::forward, "UBND TP. Nha Trang"},
        {"#1024 chuyển P.Tài chính", ExpertAction::forward, "P.Tài chính"},
    };
    for (const auto& [text, action, rest] : cases) {
        EXPECT_EQ(read_expert_command(text), (ExpertCommand{1024, action, rest})) << text;
    }
}

TEST(ExpertCommand, words_with_more_behind_them_are_an_answer) {
    for (const std::string words :
         {"Nhận được rồi, cảm ơn anh", "xong rồi nhé", "Chuyển hồ sơ về phường, rồi chờ giấy hẹn",
          "Chuyển khoản được không? Được, theo số tài khoản của Kho bạc",
          "Chuyển hồ sơ về phường. Sau ba ngày có kết quả", "Chuyển về xã\nRồi nộp tại đó", "nhận xong",
          "chuyểnphòng", "Có chuyển"}) {
        EXPECT_EQ(read_expert_command("#1024 " + words), (ExpertCommand{1024, ExpertAction::answer, words}))
            << words;
    }
}

TEST(ExpertCommand, a_unit_is_needed_to_forward_and_is_never_sent_to_the_asker) {
    for (const auto* const text : {"#1024 chuyển", "#1024 Chuyen.", "#1024 chuyển "}) {
        EXPECT_EQ(read_expert_command(text), (ExpertCommand{1024, ExpertAction::show, {}})) << text;
    }
    const auto only_to_whom = read_expert_command("#1024 chuyển cho");
    EXPECT_NE(only_to_whom->action, ExpertAction::forward);
}

TEST(ExpertCommand, a_unit_is_short) {
    const std::string text = "#1024 chuyển " + std::string(121, 'x');
    EXPECT_EQ(read_expert_command(text)->action, ExpertAction::answer);
}

TEST(ExpertCommand, other_texts_are_none) {
    for (const std::string text :
         {"", " ", "#", "# ", "1024 nộp tại xã", "Phiếu #1024 tới đâu rồi?", "#abc", "#hoi một cửa là gì",
          "#1024abc", "#1024/2025", "#1024.5 triệu", "#1,5 triệu", "#0 nộp tại xã", "#-5 nộp tại xã",
          "#+5 nộp tại xã", "#99999999999999999999 nộp tại xã", "##1024 nộp", "＃1024 nộp"}) {
        EXPECT_EQ(read_expert_command(text), std::nullopt) << text;
    }
}

TEST(ExpertCommand, bears_hostile_bytes) {
    const std::string broken = "#1024 \xff\xfe\x80 chuy\xe1";
    EXPECT_EQ(read_expert_command(broken), (ExpertCommand{1024, ExpertAction::answer, broken.substr(6)}));
    EXPECT_EQ(read_expert_command(std::string("#1024\0nhận", 11)), std::nullopt);
    EXPECT_EQ(read_expert_command("#" + std::string(100'000, '9')), std::nullopt);
    EXPECT_EQ(read_expert_command("#1 " + std::string(100'000, ' ')),
              (ExpertCommand{1, ExpertAction::show, {}}));
}

TEST(ExpertReply, to_a_notice_needs_no_number) {
    const std::vector<Case> cases{
        {"Nộp tại Bộ phận Một cửa", ExpertAction::answer, "Nộp tại Bộ phận Một cửa"},
        {"nhận", ExpertAction::take},
        {"xong", ExpertAction::done},
        {"?", ExpertAction::show},
        {"chuyển Sở Tài chính", ExpertAction::forward, "Sở Tài chính"},
        {"#abc", ExpertAction::answer, "#abc"},
    };
    for (const auto& [text, action, rest] : cases) {
        EXPECT_EQ(read_expert_reply(text, 1024), (ExpertCommand{1024, action, rest})) << text;
    }
}

TEST(ExpertReply, that_names_another_ticket_means_that_one) {
    EXPECT_EQ(read_expert_reply("#1025 nhận", 1024), (ExpertCommand{1025, ExpertAction::take, {}}));
}

}  // namespace
}  // namespace reformdesk::desk
