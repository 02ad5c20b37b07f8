// answering_benchmark keeps working: everything it reports is there and possible. How fast is not for a test
// to say.
#include "connectors/wire/json.hpp"
#include "tests/contract/temporary_folder.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::load::answering {

namespace {

using connectors::wire::Json;
using testing::AllOf;
using testing::ElementsAre;
using testing::Ge;
using testing::Gt;
using testing::HasSubstr;
using testing::Le;

class AnsweringBenchmark : public testing::Test {
  protected:
    AnsweringBenchmark() {
        std::filesystem::create_directory(set());
        std::ofstream(set() / "kb.jsonl")
            << R"({"id":"fee","question":"lệ phí khai sinh bao nhiêu","phrasings":["đăng ký khai sinh tốn bao nhiêu tiền"],"answer":"Miễn lệ phí."})"
            << "\n"
            << R"({"id":"place","question":"nộp hồ sơ ở đâu","phrasings":["nơi tiếp nhận hồ sơ","đến chỗ nào để nộp"],"answer":"Tại bộ phận một cửa."})"
            << "\n"
            << R"({"id":"time","question":"bao lâu thì có kết quả","phrasings":["mấy ngày làm xong"],"answer":"Ba ngày."})"
            << "\n";
        std::ofstream(set() / "questions.jsonl")
            << R"({"query":"khai sinh có mất tiền không","expected":["fee"]})"
            << "\n"
            << R"({"query":"tôi nộp hồ sơ chỗ nào","expected":["place"]})"
            << "\n"
            << R"({"query":"giá vàng hôm nay","expected":[]})"
            << "\n";
    }

    std::filesystem::path set() const { return folder_.path() / "tiny"; }

    // The exit code; what was printed is kept.
    int run(const std::string& options) {
        const auto command = std::string(ANSWERING_BENCHMARK) + " " + options + " 2>&1";
        FILE* pipe = popen(command.c_str(), "r");
        printed_.clear();
        std::array<char, 4096> part{};
        while (const auto size = fread(part.data(), 1, part.size(), pipe)) {
            printed_.append(part.data(), size);
        }
        return pclose(pipe);
    }

    const std::string& printed() const { return printed_; }

    // What the run left as JSON.
    Json run_to_json(const std::string& options) {
        const auto file = folder_.path() / "json";
        const auto status =
            run("--sets " + set().string() + " --rounds 3 --json " + file.string() + " " + options);
        EXPECT_EQ(status, 0) << printed();
        std::ostringstream text;
        text << std::ifstream(file).rdbuf();
        const auto parsed = connectors::wire::parse(text.str());
        const auto* json = std::get_if<Json>(&parsed);
        return json == nullptr ? Json() : *json;
    }

  private:
    contract::TemporaryFolder folder_;
    std::string printed_;
};

std::vector<std::string> engines_of(const Json& set) {
    std::vector<std::string> names;
    for (const auto& engine : *set.find("engines")->array()) {
        names.push_back(engine.text_at("engine").value_or(""));
    }
    return names;
}

double number_at(const Json& json, std::string_view key) {
    const auto* member = json.find(key);
    const auto number = member == nullptr ? std::nullopt : member->number();
    EXPECT_TRUE(number) << key;
    return number.value_or(-1);
}

void expect_possible(const Json& engine) {
    for (const auto* accuracy : {"accuracy_at_1", "accuracy_at_3", "accuracy_at_1_unaccented"}) {
        EXPECT_THAT(number_at(engine, accuracy), AllOf(Ge(0), Le(1))) << accuracy;
    }
    EXPECT_GE(number_at(engine, "accuracy_at_3"), number_at(engine, "accuracy_at_1"));
    EXPECT_GT(number_at(engine, "median_microseconds"), 0);
    EXPECT_GE(number_at(engine, "p99_microseconds"), number_at(engine, "median_microseconds"));
    EXPECT_GT(number_at(engine, "median_to_xapian"), 0);
    EXPECT_TRUE(engine.find("median_to_nlpjs")->is_null()) << "did not run";
}

TEST_F(AnsweringBenchmark, ComparesEnginesOnEverySetAndOnAllTogether) {
    const auto result =
        run_to_json("--sets " + set().string() + " --only reformdesk,xapian,xapian-same-terms,fts5");
    ASSERT_NE(result.find("sets"), nullptr);
    const auto& sets = *result.find("sets")->array();
    ASSERT_EQ(sets.size(), 3U);
    EXPECT_EQ(sets[0].text_at("set"), "tiny");
    EXPECT_EQ(sets[0].integer_at("questions"), 2) << "those that an article answers";
    EXPECT_EQ(sets[2].text_at("set"), "all sets");
    EXPECT_EQ(sets[2].integer_at("questions"), 4);
    for (const auto& one : sets) {
        EXPECT_THAT(engines_of(one),
                    ElementsAre("ReformDesk", "Xapian, words", "Xapian, same terms", "SQLite FTS5"));
        for (const auto& engine : *one.find("engines")->array()) {
            expect_possible(engine);
        }
    }
}

TEST_F(AnsweringBenchmark, XapianFindsWhatItsWordsName) {
    const auto result = run_to_json("--only xapian");
    const auto& engine = result.find("sets")->array()->front().find("engines")->array()->front();
    EXPECT_EQ(number_at(engine, "accuracy_at_1"), 1);
    EXPECT_EQ(number_at(engine, "accuracy_at_1_unaccented"), 1);
    EXPECT_EQ(number_at(engine, "median_to_xapian"), 1);
}

TEST_F(AnsweringBenchmark, MultipliesArticlesAndIndexesThem) {
    const auto result = run_to_json("--scale 40 --only reformdesk,xapian");
    const auto* indexing = result.find("indexing");
    ASSERT_NE(indexing, nullptr);
    EXPECT_EQ(indexing->integer_at("articles"), 40);
    EXPECT_THAT(number_at(*indexing, "seconds_to_xapian"), Gt(0));
    EXPECT_THAT(number_at(*indexing, "reformdesk_peak_mebibytes"), Gt(0));
    const auto& set = result.find("sets")->array()->front();
    EXPECT_EQ(set.text_at("set"), "40 articles");
    for (const auto& engine : *set.find("engines")->array()) {
        expect_possible(engine);
    }
}

TEST_F(AnsweringBenchmark, NamesWhatItDoesNotUnderstand) {
    EXPECT_NE(run("--only bing"), 0);
    EXPECT_THAT(printed(), HasSubstr("bing"));
    EXPECT_NE(run("--scale many"), 0);
    EXPECT_THAT(printed(), HasSubstr("many"));
    EXPECT_NE(run("--sets " + (set() / "nowhere").string()), 0);
    EXPECT_THAT(printed(), HasSubstr("nowhere"));
}

}  // namespace

}  // namespace reformdesk::load::answering
