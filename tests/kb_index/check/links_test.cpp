#include "kb_index/check/links.hpp"

#include "tests/kb_index/check/check_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string reason(std::string_view url) {
    return dead_by_form(url).value_or("");
}

TEST(CheckingLinks, LetsLinksBeThatLookRight) {
    for (const auto* url :
         {"https://dichvucong.gov.vn", "http://khanhhoa.gov.vn/vi/tin-tuc?id=5&x=%C3%A2#muc-2",
          "https://vbpl.vn:8443/a_(b)/c.html", "https://chinhphu.vn/văn-bản"})
        EXPECT_EQ(reason(url), "") << url;
}

TEST(CheckingLinks, FindsLinksThatNoBrowserOpens) {
    EXPECT_EQ(reason("dichvucong.gov.vn"), "không bắt đầu bằng https:// hoặc http://");
    EXPECT_EQ(reason("ftp://khanhhoa.gov.vn"), "không bắt đầu bằng https:// hoặc http://");
    EXPECT_EQ(reason(""), "không bắt đầu bằng https:// hoặc http://");
    EXPECT_EQ(reason("https://khanhhoa.gov.vn/van ban"), "có khoảng trắng ở giữa");
    EXPECT_EQ(reason("https:///van-ban"), "thiếu tên trang");
    EXPECT_EQ(reason("https://"), "thiếu tên trang");
    EXPECT_EQ(reason("https://khanhhoa/van-ban"), "tên trang không có dấu chấm");
    EXPECT_EQ(reason("https://khanhhoa..vn"), "tên trang sai");
    EXPECT_EQ(reason("https://-khanhhoa.vn"), "tên trang sai");
    EXPECT_EQ(reason("https://khanhhoa.gov.vn:https"), "số cổng sai");
    EXPECT_EQ(reason("https://admin@khanhhoa.gov.vn"), "có tên đăng nhập trong địa chỉ");
}

TEST(CheckingLinks, FindsPlaceholders) {
    for (const auto* url : {"http://localhost:8080/a", "http://127.0.0.1/a", "https://0.0.0.0"})
        EXPECT_EQ(reason(url), "chỉ mở được trên chính máy của người viết") << url;
    for (const auto* url : {"https://example.com/a", "https://www.example.org", "https://vanban.example",
                            "https://example.gov.vn", "https://example.vn", "https://a.test"})
        EXPECT_EQ(reason(url), "tên trang chỉ là ví dụ") << url;
}

TEST(CheckingLinks, FindsLinksThatWereCut) {
    for (const auto* url :
         {"https://khanhhoa.gov.vn/van-b...", "https://khanhhoa.gov.vn/van-b…",
          "https://khanhhoa.gov.vn/%C3%A", "https://khanhhoa.gov.vn/%", "https://vi.org/a_(b"})
        EXPECT_EQ(reason(url), "bị cắt mất một phần") << url;
    EXPECT_EQ(reason("https://dichvucong.gov.v"), "tên trang bị cắt");
}

TEST(CheckingLinks, ReadsTheLinksOfAText) {
    EXPECT_THAT(links_in("Xem [cổng](https://dvc.gov.vn/a), hoặc **https://kh.gov.vn/b**. "
                         "(Cũng ở https://x.vn/c_(d)?) [hỏng](trang-chu) HTTP://Y.VN, "
                         "[https://z.vn](https://z.vn)"),
                ElementsAre("https://dvc.gov.vn/a", "https://kh.gov.vn/b", "https://x.vn/c_(d)", "trang-chu",
                            "HTTP://Y.VN", "https://z.vn", "https://z.vn"));
    EXPECT_THAT(links_in("Trang dichvucong.gov.vn, mục [1] (phụ lục)."), IsEmpty());
}

TEST(CheckingLinks, LooksIntoSourcesAnswersAndDocuments) {
    auto articles = clean_articles();
    articles[0].sources.front().url = "https://localhost/a";
    articles[1].answer += " Xem thêm [ở đây](van-ban.html).";
    auto documents = clean_documents();
    documents[0].url = "https://vanban";
    EXPECT_THAT(names_of(check_links(base_of(articles, documents))),
                ElementsAre("dead_link a1", "dead_link a2", "dead_link 61/2018/NĐ-CP"));
    EXPECT_THAT(names_of(check_links(clean_base())), IsEmpty());
}

TEST(CheckingLinks, TakesAnyBytes) {
    const std::string nested(100'000, '(');
    EXPECT_THAT(links_in("https://a.vn/" + std::string(100'000, ')')), ElementsAre("https://a.vn/"));
    EXPECT_EQ(links_in("https://a.vn/" + nested + "](").size(), 2u);
    EXPECT_NE(reason("https://\xFF\xFE"), "");
}

}  // namespace

}  // namespace reformdesk::kb_index
