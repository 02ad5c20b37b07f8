// Answers as text without formatting; and of the bundled knowledge base that nothing but the marks is lost.
#include "server/desk/plain_markdown.hpp"

#include "connectors/wire/json.hpp"

#include <fstream>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace reformdesk::desk {
namespace {

using Cases = std::vector<std::pair<std::string, std::string>>;

void expect_all(const Cases& cases) {
    for (const auto& [markdown, plain] : cases) {
        EXPECT_EQ(plain_markdown(markdown), plain) << markdown;
    }
}

TEST(PlainMarkdown, bold_loses_its_marks) {
    expect_all({
        {"Hạn là **10 ngày** làm việc.", "Hạn là 10 ngày làm việc."},
        {"**Một** và **hai**", "Một và hai"},
        {"**Mục tiêu:** xây dựng", "Mục tiêu: xây dựng"},
        {"- **Bước 1:** nộp", "• Bước 1: nộp"},
    });
}

TEST(PlainMarkdown, a_mark_without_its_partner_stays) {
    expect_all({
        {"2 ** 3", "2 ** 3"},
        {"**", "**"},
        {"****", "****"},
        {"** a **", "** a **"},
        {"a**", "a**"},
        {"**a\nb**", "**a\nb**"},
        {"5 * 3 * 2", "5 * 3 * 2"},
        {"snake_case_name", "snake_case_name"},
    });
}

TEST(PlainMarkdown, links_say_their_address) {
    expect_all({
        {"[Cổng](https://dichvucong.gov.vn)", "Cổng (https://dichvucong.gov.vn)"},
        {"xem [Cổng](http://a.vn/b?c=d#e).", "xem Cổng (http://a.vn/b?c=d#e)."},
        {"([dichvucong.gov.vn](https://dichvucong.gov.vn))",
         "(dichvucong.gov.vn (https://dichvucong.gov.vn))"},
        {"[https://a.vn](https://a.vn)", "https://a.vn"},
        {"[](https://a.vn)", "https://a.vn"},
        {"[**Cổng**](https://a.vn)", "Cổng (https://a.vn)"},
        {"**[Cổng](https://a.vn)**", "Cổng (https://a.vn)"},
        {"[a](https://a.vn/x_(y)) b", "a (https://a.vn/x_(y)) b"},
        {"[một] và [hai](https://a.vn)", "[một] và hai (https://a.vn)"},
        {"[[hai](https://a.vn)", "[hai (https://a.vn)"},
        {"[a](https://a.vn)[b](https://b.vn)", "a (https://a.vn)b (https://b.vn)"},
    });
}

TEST(PlainMarkdown, what_is_no_link_stays) {
    expect_all({
        {"[a]", "[a]"},
        {"[a](", "[a]("},
        {"[a](https://a.vn", "[a](https://a.vn"},
        {"[a] (https://a.vn)", "[a] (https://a.vn)"},
        {"[a](javascript:alert(1))", "[a](javascript:alert(1))"},
        {"[a](/duong-dan)", "[a](/duong-dan)"},
        {"[a\nb](https://a.vn)", "[a\nb](https://a.vn)"},
        {"[a](https://a.vn\n)", "[a](https://a.vn\n)"},
        {"điểm a) khoản 1 [sửa đổi]", "điểm a) khoản 1 [sửa đổi]"},
    });
}

TEST(PlainMarkdown, lists_keep_their_shape) {
    expect_all({
        {"- a\n- b", "• a\n• b"},
        {"* a\n+ b", "• a\n• b"},
        {"a\n  - b\n    - c", "a\n  • b\n    • c"},
        {"1. a\n2. b", "1. a\n2. b"},
        {"-a", "-a"},
        {"-", "-"},
        {"- ", "• "},
        {"a - b", "a - b"},
        {"2021 - 2030\n- 76/NQ-CP", "2021 - 2030\n• 76/NQ-CP"},
    });
}

TEST(PlainMarkdown, an_escaped_mark_stands_alone) {
    expect_all({
        {R"(\*\*a\*\*)", "**a**"},
        {R"(\- a)", "- a"},
        {R"(\[a](https://a.vn))", "[a](https://a.vn)"},
        {R"(C:\thu-muc \)", R"(C:\thu-muc \)"},
    });
}

TEST(PlainMarkdown, lines_and_other_bytes_stay) {
    expect_all({
        {"", ""},
        {"\n", "\n"},
        {"a\n\nb\n", "a\n\nb\n"},
        {"a\r\nb", "a\r\nb"},
        {"\xff\xfe **\x80**", "\xff\xfe \x80"},
        {std::string("a\0b", 3), std::string("a\0b", 3)},
    });
}

TEST(PlainMarkdown, is_quick_with_hostile_text) {
    for (const std::string piece : {"[", "[a](", "[a](https://", "**", "** ", "(", "- ", "\n", "\\", "[]("}) {
        std::string text;
        while (text.size() < 200'000) {
            text += piece;
        }
        EXPECT_LE(plain_markdown(text).size(), 2 * text.size()) << piece;
    }
}

// The same by other means.
std::string without_marks(const std::string& answer) {
    auto text = std::regex_replace(answer, std::regex(R"(\*\*)"), "");
    text = std::regex_replace(text, std::regex(R"(\[([^\[\]\n]+)\]\((https?://[^()\s]+)\))"), "$1 ($2)");
    return std::regex_replace(text, std::regex(R"((^|\n)( *)[-*+] )"), "$1$2• ");
}

TEST(PlainMarkdown, of_the_bundled_answers_leaves_no_marks_and_loses_no_word) {
    std::ifstream file(REFORMDESK_SOURCE_DIR "/kb_index/data/articles.jsonl");
    std::size_t articles = 0;
    for (std::string line; std::getline(file, line); ++articles) {
        const auto article = std::get<connectors::wire::Json>(connectors::wire::parse(line));
        const auto id = article.text_at("id").value_or("");
        const auto answer = article.text_at("answer").value_or("");
        const auto plain = plain_markdown(answer);
        EXPECT_EQ(plain.find("**"), std::string::npos) << id;
        EXPECT_EQ(plain.find("]("), std::string::npos) << id;
        EXPECT_EQ(plain, without_marks(std::string(answer))) << id;
    }
    EXPECT_GT(articles, 300U);
}

}  // namespace
}  // namespace reformdesk::desk
