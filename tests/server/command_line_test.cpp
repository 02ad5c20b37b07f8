// The command line as a value, and what it says about mistakes.
#include "server/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::variant<CommandLine, CommandLineExit> parse(const std::vector<std::string>& arguments) {
    return parse_command_line(arguments);
}

template <class Made>
Made command(const std::vector<std::string>& arguments) {
    return std::get<Made>(std::get<CommandLine>(parse(arguments)).command);
}

TEST(CommandLine, ReadsEveryCommand) {
    EXPECT_EQ(command<ServeCommand>({"serve", "--port", "0"}).port, 0);
    EXPECT_EQ(command<KbImportCommand>({"kb", "import", "a", "b"}).files.size(), 2u);
    EXPECT_EQ(command<KbExportCommand>({"kb", "export", "a.csv"}).file, "a.csv");
    const auto ask = command<KbAskCommand>({"kb", "ask", "một cửa", "--json", "--as-of", "2025-07-01"});
    EXPECT_EQ(ask.text, "một cửa");
    EXPECT_TRUE(ask.json);
    EXPECT_EQ(ask.as_of, kb_index::parse_date("2025-07-01"));
    const auto evaluate = command<KbEvaluateCommand>(
        {"kb", "evaluate", "--questions", "q", "--precision", "0.9", "--variant", "telex"});
    EXPECT_EQ(evaluate.precision, 0.9);
    EXPECT_EQ(evaluate.variant, kb_index::parse_variant("telex"));
    EXPECT_THAT(
        command<KbEvaluateCommand>({"kb", "evaluate", "--kb", "a", "--questions", "q", "--kb", "b"}).kb,
        testing::ElementsAre("a", "b"));
    EXPECT_EQ(command<KbExportCommand>({"kb", "export", "a.csv", "--documents", "d"}).documents, "d");
    const auto check = command<KbCheckCommand>({"kb", "check", "--as-of", "2027-03-01", "--json"});
    EXPECT_EQ(check.as_of, kb_index::parse_date("2027-03-01"));
    EXPECT_TRUE(check.json);
    EXPECT_TRUE(command<KbCheckCommand>({"kb", "check", "--all"}).all);
    const auto supersede =
        command<KbSupersedeCommand>({"kb", "supersede", "1/2020", "2/2026", "--from", "2026-03-01"});
    EXPECT_EQ(supersede.old_number, "1/2020");
    EXPECT_EQ(supersede.new_number, "2/2026");
    EXPECT_EQ(supersede.from, kb_index::parse_date("2026-03-01"));
    EXPECT_EQ(command<UserAddCommand>({"user", "add", "lan", "--role", "administrator"}).role,
              access::Role::administrator);
    const auto consent =
        command<ZaloConsentCommand>({"zalo", "consent", "--code", "c", "--oa-id", "123", "--verifier=-v"});
    EXPECT_EQ(consent.code, "c");
    EXPECT_EQ(consent.oa_id, "123");
    EXPECT_EQ(consent.verifier, "-v");
    EXPECT_EQ(command<ZaloConsentCommand>({"zalo", "consent"}).code, "");
    EXPECT_EQ(command<RestoreCommand>({"restore", "dir"}).folder, "dir");
    const auto line = std::get<CommandLine>(parse({"doctor", "--data", "/d", "--config", "/c"}));
    EXPECT_EQ(line.data, "/d");
    EXPECT_EQ(line.config, "/c");
}

struct Mistake {
    std::vector<std::string> arguments;
    std::string expected;  ///< in the message
};

// "--precision" out of range, unknown options and surplus arguments were answered in English.
TEST(CommandLine, SaysEveryMistakeInVietnamese) {
    const std::vector<Mistake> mistakes{
        {{}, "thiếu lệnh"},
        {{"chay"}, "không có lệnh \"chay\""},
        {{"kb"}, "thiếu lệnh"},
        {{"kb", "xoa"}, "không có lệnh \"xoa\""},
        {{"--nhanh"}, "không có tùy chọn \"--nhanh\""},
        {{"serve", "--nhanh"}, "không có tùy chọn \"--nhanh\""},
        {{"serve", "-x"}, "không có tùy chọn \"-x\""},
        {{"serve", "ngay"}, "thừa tham số \"ngay\""},
        {{"doctor", "a", "b"}, "thừa tham số \""},
        {{"kb", "ask"}, "thiếu TEXT"},
        {{"kb", "ask", "a", "b"}, "thừa tham số \"b\""},
        {{"kb", "import"}, "thiếu FILE"},
        {{"kb", "evaluate"}, "thiếu --questions"},
        {{"kb", "supersede", "a", "b"}, "thiếu --from"},
        {{"kb", "supersede", "a", "b", "--from", "mai"}, "\"mai\" phải là một ngày"},
        {{"backup"}, "thiếu DIR"},
        {{"user", "add"}, "thiếu NAME"},
        {{"serve", "--port"}, "--port"},
        {{"serve", "--port", "1", "--port", "2"}, "thiếu hoặc thừa giá trị: --port"},
        {{"serve", "--port", "65536"}, "\"65536\" phải là số từ 0 đến 65535"},
        {{"serve", "--port", "-1"}, "--port"},
        {{"kb", "ask", "a", "--as-of", "mai"}, "\"mai\" phải là một ngày"},
        {{"kb", "ask", "a", "--json=co"}, "giá trị không dùng được: --json"},
        {{"user", "add", "lan", "--role", "vua"}, "\"vua\" phải là administrator hoặc expert"},
        {{"kb", "evaluate", "--questions", "q", "--precision", "2"}, "\"2\" phải là số từ 0.5 đến 0.999"},
        {{"kb", "evaluate", "--questions", "q", "--precision", "nan"}, "\"nan\" phải là số từ 0.5 đến 0.999"},
        {{"kb", "evaluate", "--questions", "q", "--precision", "0,9"}, "\"0,9\" phải là số từ 0.5 đến 0.999"},
        {{"kb", "evaluate", "--questions", "q", "--variant", "x"}, "\"x\" phải là plain"},
    };
    for (const auto& mistake : mistakes) {
        const auto made = parse(mistake.arguments);
        const auto name = testing::PrintToString(mistake.arguments);
        ASSERT_TRUE(std::holds_alternative<CommandLineExit>(made)) << name;
        const auto& exit = std::get<CommandLineExit>(made);
        EXPECT_EQ(exit.code, 2) << name;
        EXPECT_THAT(exit.text, StartsWith("Sai cách dùng: ")) << name;
        EXPECT_THAT(exit.text, HasSubstr(mistake.expected)) << name;
        for (const auto* english :
             {"required", "argument", "expected", "Could", "Value", "range", "option"}) {
            EXPECT_EQ(exit.text.find(english), std::string::npos) << exit.text;
        }
    }
}

TEST(CommandLine, HelpIsNoMistake) {
    for (const auto& arguments :
         {std::vector<std::string>{"--help"}, {"kb", "-h"}, {"kb", "ask", "--help"}}) {
        const auto exit = std::get<CommandLineExit>(parse(arguments));
        EXPECT_EQ(exit.code, 0);
        EXPECT_THAT(exit.text, HasSubstr("Cách dùng"));
    }
}

}  // namespace
}  // namespace reformdesk
