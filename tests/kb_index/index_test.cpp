#include "kb_index/entry.hpp"
#include "kb_index/schema.hpp"
#include "tests/kb_index/index_support.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

void write_file(const std::filesystem::path& file, std::string_view content) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

// Makes the index one that another version of the program has built.
void change_version(const std::filesystem::path& generation) {
    const auto file = generation / "postlist.glass";
    auto content = content_of(file);
    const auto key = std::string(schema::version_key) + std::string(schema::index_version);
    std::size_t changed = 0;
    for (auto at = content.find(key); at != std::string::npos; at = content.find(key, at + 1)) {
        content[at + key.size() - 1] = '~';
        ++changed;
    }
    ASSERT_GT(changed, 0u);
    write_file(file, content);
}

TEST(Index, IsMissed) {
    const ExchangeFolder folder;
    EXPECT_THROW(Searcher(folder.path("none")), IndexError);
    EXPECT_THROW(Searcher(folder.path("")), IndexError);
    EXPECT_THROW(Writer(folder.path("none too")), IndexError);
    const auto file = folder.write("file", "x");
    EXPECT_THROW(Searcher{file}, IndexError);
    EXPECT_THROW(rebuild(file, {}, "1"), IndexError);
}

TEST(Index, OfAnotherVersionAsksToBeRebuilt) {
    const IndexFolder index;
    Searcher opened(index.path());
    ASSERT_NO_FATAL_FAILURE(change_version(index.generation()));
    EXPECT_THAT([&] { Searcher searcher(index.path()); },
                ThrowsMessage<IndexError>(HasSubstr("another version")));
    EXPECT_THAT([&] { Writer writer(index.path()); },
                ThrowsMessage<IndexError>(HasSubstr("another version")));
    rebuild(index.path(), small_knowledge_base(), "2");
    EXPECT_EQ(Searcher(index.path()).revision(), "2");
    EXPECT_EQ(opened.revision(), "2");
}

TEST(Index, IsRefusedWhenItsNameFileIsDamaged) {
    const IndexFolder index;
    const auto name_file = index.path() / "current";
    const auto name = content_of(name_file);
    for (const std::string wrong :
         {"", "\n", "generation-99", "generation-", "generation-0", "generation-1/..",
          "../index/generation-1", "/etc", "generation-99999999999999999999999"}) {
        write_file(name_file, wrong + "\n");
        EXPECT_THROW(Searcher(index.path()), IndexError) << wrong;
        EXPECT_THROW(Writer(index.path()), IndexError) << wrong;
    }
    write_file(name_file, name);
    Searcher searcher(index.path());
    write_file(name_file, "x");
    EXPECT_THROW(ask(searcher, "SIPAS là gì?"), IndexError);
    EXPECT_THROW(searcher.explain(nlp::read("SIPAS là gì?"), today()), IndexError);
    EXPECT_THROW(searcher.revision(), IndexError);
    write_file(name_file, name);
    EXPECT_EQ(best(searcher, "SIPAS là gì?"), "sipas") << "well again";
    std::filesystem::remove(name_file);
    EXPECT_THROW(ask(searcher, "SIPAS là gì?"), IndexError);
}

// Opens and asks as a server does; nothing but an IndexError may come out of a damaged index.
void open_and_ask(const std::filesystem::path& index) {
    Searcher searcher(index);
    ask(searcher, "SIPAS là gì?");
    ask(searcher, "nghị định 118");
}

TEST(Index, IsRefusedWhenAFileIsMissing) {
    for (const std::string name : {"iamglass", "postlist.glass", "docdata.glass", "termlist.glass"}) {
        const IndexFolder index;
        ASSERT_NO_THROW(open_and_ask(index.path()));
        std::filesystem::remove(index.generation() / name);
        EXPECT_THROW(open_and_ask(index.path()), IndexError) << name;
    }
}

TEST(Index, IsRefusedWhenAFileIsCut) {
    for (const std::string name : {"iamglass", "postlist.glass", "docdata.glass", "termlist.glass"}) {
        const IndexFolder index;
        const auto file = index.generation() / name;
        const auto whole = content_of(file);
        for (const std::size_t size : {std::size_t{0}, std::size_t{20}}) {
            write_file(file, std::string_view(whole).substr(0, size));
            EXPECT_THROW(open_and_ask(index.path()), IndexError) << name << ' ' << size;
        }
        write_file(file, whole);
        EXPECT_NO_THROW(open_and_ask(index.path()));
    }
}

TEST(Index, IsRefusedAsLongAsARecordIsDamaged) {
    const IndexFolder index;
    Searcher searcher(index.path());
    ASSERT_EQ(best(searcher, "SIPAS là gì?"), "sipas");
    {
        Xapian::WritableDatabase database(index.generation().string(), Xapian::DB_OPEN);
        auto document = database.get_document(1);
        document.set_data(document.get_data().substr(0, 20));
        database.replace_document(1, document);
        database.commit();
    }
    EXPECT_THROW(ask(searcher, "SIPAS là gì?"), IndexError);
    EXPECT_THROW(ask(searcher, "SIPAS là gì?"), IndexError) << "and no answer from before the damage";
    rebuild(index.path(), small_knowledge_base(), "2");
    EXPECT_EQ(best(searcher, "SIPAS là gì?"), "sipas");
}

TEST(Index, IsWrittenByOneAtATime) {
    const IndexFolder index;
    {
        Writer writer(index.path());
        EXPECT_THROW(Writer(index.path()), IndexError);
        EXPECT_THROW(rebuild(index.path(), {}, "2"), IndexError);
    }
    EXPECT_NO_THROW(Writer(index.path()));
    EXPECT_EQ(Searcher(index.path()).revision(), "1");
}

TEST(Index, ForgetsWhatWasNotCommitted) {
    const IndexFolder index;
    {
        Writer writer(index.path());
        writer.remove("sipas");
        writer.commit("2");
        writer.remove("le-phi");
    }
    Searcher searcher(index.path());
    EXPECT_EQ(searcher.revision(), "2");
    EXPECT_NE(best(searcher, "SIPAS là gì?"), "sipas");
    EXPECT_EQ(best(searcher, "Lệ phí cấp lại thẻ căn cước là bao nhiêu tiền?"), "le-phi");
}

TEST(Index, IsRebuiltOverWhatACrashLeft) {
    const IndexFolder index;
    // A build that did not get to the end, and a name that was not put in its place.
    std::filesystem::create_directory(index.path() / "generation-2");
    write_file(index.path() / "generation-2" / "iamglass", "half");
    write_file(index.path() / "current.new", "generation-2");
    EXPECT_EQ(Searcher(index.path()).revision(), "1");
    rebuild(index.path(), small_knowledge_base(), "2");
    rebuild(index.path(), small_knowledge_base(), "3");
    EXPECT_EQ(Searcher(index.path()).revision(), "3");
    EXPECT_FALSE(std::filesystem::exists(index.path() / "generation-2")) << "space that nobody gives back";
    EXPECT_FALSE(std::filesystem::exists(index.path() / "current.new"));
}

TEST(Index, KeepsNoMoreThanOneOldGeneration) {
    const IndexFolder index;
    for (int i = 2; i < 8; ++i) {
        rebuild(index.path(), small_knowledge_base(), std::to_string(i));
    }
    std::size_t generations = 0;
    for (const auto& entry : std::filesystem::directory_iterator(index.path())) {
        generations += entry.is_directory() ? 1 : 0;
    }
    EXPECT_LE(generations, 2u);
}

}  // namespace

}  // namespace reformdesk::kb_index
