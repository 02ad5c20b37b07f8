#include "connectors/zalo_oa/attachment.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

std::vector<Attachment> read(const std::string& attachments, ContentKind content = ContentKind::other) {
    const auto parsed = wire::parse(R"({"attachments":)" + attachments + "}");
    const auto* message = std::get_if<wire::Json>(&parsed);
    EXPECT_NE(message, nullptr) << attachments;
    return message == nullptr ? std::vector<Attachment>() : read_attachments(*message, content);
}

std::string line_of(const std::string& attachment, ContentKind content = ContentKind::other) {
    const auto attachments = read("[" + attachment + "]", content);
    return attachments.size() == 1 ? line_about(attachments.front()) : "not one attachment";
}

TEST(Attachment, ALineForEachKind) {
    EXPECT_EQ(line_of(R"({"type":"image","payload":{"thumbnail":"https://t","url":"https://u/1.jpg"}})"),
              "Hình ảnh: https://u/1.jpg");
    EXPECT_EQ(line_of(R"({"type":"gif","payload":{"url":"https://u"}})"), "Ảnh động: https://u");
    EXPECT_EQ(line_of(R"({"type":"link","payload":{"description":"Cổng dịch vụ công","url":"https://u"}})"),
              "Liên kết: Cổng dịch vụ công: https://u");
    EXPECT_EQ(line_of(R"({"type":"audio","payload":{"url":"https://u/1.amr"}})"),
              "Tin thoại: https://u/1.amr");
    EXPECT_EQ(
        line_of(
            R"({"type":"video","payload":{"url":"https://u","thumbnail":"https://t","description":"họp"}})"),
        "Video: họp: https://u");
    EXPECT_EQ(line_of(R"({"type":"sticker","payload":{"id":"20","url":"https://u"}})"), "Nhãn dán");
    EXPECT_EQ(
        line_of(R"({"type":"location","payload":{"coordinates":{"latitude":"12.24","longitude":"109.19"}}})"),
        "Vị trí: 12.24, 109.19");
    EXPECT_EQ(line_of(R"({"type":"file","payload":{"name":"đơn.docx","size":"35328","url":"https://u"}})"),
              "Tệp: đơn.docx (35 KB): https://u");
    EXPECT_EQ(line_of(R"({"type":"nonsense","payload":{"url":"https://u"}})"),
              "Nội dung khác: nonsense: https://u");
}

TEST(Attachment, WithoutALinkTheLineSaysSo) {
    EXPECT_EQ(line_of(R"({"type":"image"})"), "Hình ảnh (không có liên kết)");
    EXPECT_EQ(line_of(R"({"type":"file","payload":{"name":"a.pdf"}})"), "Tệp: a.pdf (không có liên kết)");
    EXPECT_EQ(line_of(R"({"type":"sticker"})"), "Nhãn dán");
    EXPECT_EQ(line_of(R"({"type":"location"})"), "Vị trí");
}

TEST(Attachment, OnlyLinksOfTheWebAreKept) {
    for (const auto* url :
         {"javascript:alert(1)", "file:///etc/passwd", "https://u/<script>", "zalo://open"}) {
        const auto attachments = read(R"([{"type":"image","payload":{"url":")" + std::string(url) +
                                      R"(","thumbnail":")" + url + R"("}}])");
        EXPECT_EQ(attachments.front().url, "") << url;
        EXPECT_EQ(attachments.front().thumbnail, "") << url;
    }
}

TEST(Attachment, SizesAreReadable) {
    const auto size = [](const std::string& bytes) {
        return line_of(R"({"type":"file","payload":{"url":"https://u","size":)" + bytes + "}}");
    };
    EXPECT_EQ(size("0"), "Tệp: (0 byte): https://u");
    EXPECT_EQ(size("1023"), "Tệp: (1023 byte): https://u");
    EXPECT_EQ(size("\"1536\""), "Tệp: (2 KB): https://u");
    EXPECT_EQ(size("1258291"), "Tệp: (1,1 MB): https://u");
    EXPECT_EQ(size("5242880"), "Tệp: (5 MB): https://u");
    for (const auto* nonsense : {"-1", "1.5", "\"3 KB\"", "null", "99999999999999999999", "[1]"}) {
        EXPECT_EQ(size(nonsense), "Tệp: https://u") << nonsense;
    }
}

TEST(Attachment, PlacesAreOnEarth) {
    const auto place = [](const std::string& latitude, const std::string& longitude) {
        return line_of(R"({"type":"location","payload":{"coordinates":{"latitude":)" + latitude +
                       R"(,"longitude":)" + longitude + "}}}");
    };
    EXPECT_EQ(place("12", "-0"), "Vị trí: 12, 0");
    EXPECT_EQ(place("-12.2400001", "109.1234567"), "Vị trí: -12.24, 109.123457");
    EXPECT_EQ(place("\"90\"", "180"), "Vị trí: 90, 180");
    EXPECT_EQ(place("1e-300", "0"), "Vị trí: 0, 0");
    for (const auto* nonsense : {"91", "\"nan\"", "\"inf\"", "1e300", "null", "{}", "\"12,24\""}) {
        EXPECT_EQ(place(nonsense, "0"), "Vị trí") << nonsense;
    }
}

TEST(Attachment, ABusinessCardIsALinkWithJson) {
    const auto card = R"({"type":"link","payload":{"title":"Lan","url":"https://u",)"
                      R"("description":"{\"phone\":84900000001,\"qrCodeUrl\":\"https://qr\"}"}})";
    const auto attachments = read("[" + std::string(card) + "]");
    EXPECT_EQ(attachments.front().kind, ContentKind::business_card);
    EXPECT_EQ(attachments.front().phone, "84900000001");
    EXPECT_EQ(attachments.front().description, "");
    EXPECT_EQ(line_of(card), "Danh thiếp: Lan, điện thoại 84900000001: https://u");
    EXPECT_EQ(line_of(R"({"type":"link","payload":{"description":"{\"qrCodeUrl\":\"https://qr\"}"}})"),
              "Danh thiếp: https://qr");
    EXPECT_EQ(line_of(R"({"type":"link","payload":{"url":"https://u"}})", ContentKind::business_card),
              "Danh thiếp: https://u");
}

TEST(Attachment, JsonThatIsNoCardIsADescription) {
    EXPECT_EQ(line_of(R"({"type":"link","payload":{"description":"{\"a\":1}","url":"https://u"}})"),
              R"(Liên kết: {"a":1}: https://u)");
    EXPECT_EQ(line_of(R"({"type":"link","payload":{"description":"[[[[[[","url":"https://u"}})"),
              "Liên kết: [[[[[[: https://u");
}

TEST(Attachment, TheMessageTellsTheKindOfANewType) {
    EXPECT_EQ(line_of(R"({"payload":{"url":"https://u"}})", ContentKind::image), "Hình ảnh: https://u");
    EXPECT_EQ(line_of(R"({"type":"photo_hd","payload":{"url":"https://u"}})", ContentKind::image),
              "Hình ảnh: https://u");
    EXPECT_EQ(line_of(R"({"type":"template","payload":{"text":"Mời chọn","link_url":"https://u"}})",
                      ContentKind::text),
              "Nội dung khác: Mời chọn: https://u");
}

TEST(Attachment, NamesCannotDeceive) {
    EXPECT_EQ(line_of(R"({"type":"file","payload":{"name":"a\n\u202Efdp.exe\u0000","url":"https://u"}})"),
              "Tệp: a fdp.exe: https://u");
    const auto longest = line_of(R"({"type":"file","payload":{"name":")" + std::string(5000, 'a') + R"("}})");
    EXPECT_LT(longest.size(), 400u);
}

TEST(Attachment, NoJsonIsTooOdd) {
    for (const auto* odd :
         {"null", "1", "\"a\"", "[]", "{}", "[[],null,1]", "[{}]", R"([{"type":[],"payload":[]}])",
          R"([{"type":"location","payload":{"coordinates":[1,2]}}])",
          R"([{"type":"link","payload":"https://u"}])", R"({"type":"image","payload":null})"}) {
        for (const auto& attachment : read(odd)) {
            EXPECT_FALSE(line_about(attachment).empty()) << odd;
        }
    }
    EXPECT_EQ(read(R"({"type":"image","payload":{"url":"https://u"}})").size(), 1u);
}

TEST(Attachment, ThereAreNotEndlesslyMany) {
    std::string many = "[{}";
    for (int i = 0; i < 1000; ++i) {
        many += ",{}";
    }
    EXPECT_EQ(read(many + "]").size(), most_attachments);
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
