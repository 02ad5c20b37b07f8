#include "kb_index/check/documents.hpp"

#include "tests/kb_index/check/check_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Findings check_one(LegalDocument document) {
    auto documents = clean_documents();
    documents.push_back(std::move(document));
    return check_documents(documents, november());
}

TEST(CheckingDocuments, FindsNothingInACleanList) {
    EXPECT_THAT(names_of(check_documents(clean_documents(), november())), IsEmpty());
    EXPECT_THAT(names_of(check_one({.number = "1/2020/TT-BNV", .status = "chua-xac-minh"})), IsEmpty());
    EXPECT_THAT(names_of(check_documents({}, november())), IsEmpty());
}

TEST(CheckingDocuments, FindsSuccessorsThatAreNotInTheList) {
    LegalDocument document{.number = "1/2020/TT-BNV"};
    document.replaced_by = {{"118/2025/ND-CP", {}}};
    document.amended_by = {{"2/2022/TT-BNV", {}}, {"118/2025/NĐ-CP", {}}};
    const auto findings = check_one(document);
    ASSERT_THAT(names_of(findings),
                ElementsAre("wrong_successor 1/2020/TT-BNV", "wrong_successor 1/2020/TT-BNV"));
    EXPECT_THAT(findings[0].text, HasSubstr("trong đó ghi là 118/2025/NĐ-CP"));
    EXPECT_THAT(findings[1].text, HasSubstr("được sửa đổi bằng “2/2022/TT-BNV”"));
}

TEST(CheckingDocuments, FindsDocumentsThatReplaceEachOther) {
    auto documents = clean_documents();
    documents[1].replaced_by = {{documents[0].number, {}}};
    EXPECT_THAT(names_of(check_documents(documents, november())),
                ElementsAre("wrong_successor 61/2018/NĐ-CP"));

    LegalDocument document{.number = "1/2020/TT-BNV"};
    document.replaced_by = {{document.number, {}}};
    const auto findings = check_one(document);
    ASSERT_THAT(names_of(findings), ElementsAre("wrong_successor 1/2020/TT-BNV"));
    EXPECT_EQ(findings.front().text, "thay thế chính nó");
}

TEST(CheckingDocuments, FindsAStatusAgainstTheDatesOfTheDay) {
    const auto with = [](std::string status, Validity effective) {
        LegalDocument document{.number = "1/2020/TT-BNV", .status = std::move(status)};
        document.effective = effective;
        document.replaced_by = {{"118/2025/NĐ-CP", {}}};
        return names_of(check_one(document));
    };
    const auto wrong = ElementsAre("status_against_dates 1/2020/TT-BNV");
    EXPECT_THAT(with("con-hieu-luc", {{}, 2026y / 12 / 30}), wrong);
    EXPECT_THAT(with("con-hieu-luc", {{}, 2026y / 12 / 31}), IsEmpty());
    EXPECT_THAT(with("con-hieu-luc", {2027y / 1 / 1, {}}), wrong);
    EXPECT_THAT(with("het-hieu-luc", {{}, 2026y / 12 / 31}), wrong);
    EXPECT_THAT(with("het-hieu-luc", {{}, 2026y / 12 / 30}), IsEmpty());
    EXPECT_THAT(with("het-hieu-luc", {}), wrong);
    EXPECT_THAT(with("het-giai-doan", {}), wrong);
    EXPECT_THAT(with("", {{}, 2020y / 1 / 1}), IsEmpty());
}

TEST(CheckingDocuments, FindsADocumentThatOutlivesItsReplacement) {
    LegalDocument document{.number = "1/2020/TT-BNV"};
    document.replaced_by = {{"118/2025/NĐ-CP", 2025y / 7 / 1}};
    EXPECT_THAT(names_of(check_one(document)), ElementsAre("status_against_dates 1/2020/TT-BNV"));
    document.status = "chua-xac-minh";
    EXPECT_THAT(names_of(check_one(document)), IsEmpty()) << "nobody knows how much of it was replaced";
    document.status.clear();
    document.effective.to = 2026y / 6 / 30;
    EXPECT_THAT(names_of(check_one(document)), ElementsAre("status_against_dates 1/2020/TT-BNV"));
    document.replaced_by.push_back({"61/2018/NĐ-CP", 2026y / 7 / 1});
    EXPECT_THAT(names_of(check_one(document)), IsEmpty()) << "the last part of it was replaced later";
}

TEST(CheckingDocuments, FindsEndedDocumentsWithNothingInTheirPlace) {
    LegalDocument document{.number = "1/2020/TT-BNV"};
    document.effective.to = 2026y / 6 / 30;
    EXPECT_THAT(names_of(check_one(document)), ElementsAre("no_successor 1/2020/TT-BNV"));
    document.effective.to = 2027y / 6 / 30;
    EXPECT_THAT(names_of(check_one(document)), IsEmpty());
}

}  // namespace

}  // namespace reformdesk::kb_index
