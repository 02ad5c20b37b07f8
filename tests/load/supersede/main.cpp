// supersede_benchmark [ARTICLES [URL]]: how long it takes to say that a document is replaced, and to read all
// articles with their standing. URL names an empty database; without it an SQLite file is made. Fails when
// the bound does not hold.
#include "server/store/database.hpp"
#include "tests/contract/temporary_folder.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace reformdesk {

namespace {

constexpr std::size_t document_count = 2'000;
constexpr double bound_in_milliseconds = 1'000;

// One article in `every` rests on the document with this number in the list.
struct Share {
    std::size_t document;
    std::size_t every;
    bool bounded;
};

constexpr Share shares[] = {{0, 2'500, true}, {1, 100, true}, {2, 10, true}, {3, 3, false}};

std::string number_of(std::size_t document) {
    return std::to_string(document) + "/2025/NĐ-CP";
}

std::vector<kb_index::LegalDocument> documents() {
    std::vector<kb_index::LegalDocument> made(document_count);
    for (std::size_t index = 0; index < document_count; ++index) {
        auto& document = made[index];
        document.number = number_of(index);
        document.kind = "Nghị định";
        document.issuer = "Chính phủ";
        document.title = "Quy định về việc thứ " + std::to_string(index) + " của cơ quan hành chính nhà nước";
        document.url = "https://example.vn/van-ban/" + std::to_string(index);
        document.effective.from = kb_index::parse_date("2025-07-01");
    }
    return made;
}

// Each rests on two documents that it shares with few, beside those of `shares`.
kb_index::Article article(std::size_t index) {
    kb_index::Article made;
    made.id = "kb-" + std::to_string(index);
    made.question = "Thủ tục số " + std::to_string(index) + " cần những giấy tờ gì?";
    for (int phrasing = 0; phrasing < 6; ++phrasing) {
        made.phrasings.push_back("Cách hỏi thứ " + std::to_string(phrasing) + " về thủ tục số " +
                                 std::to_string(index));
        made.answer +=
            "Hồ sơ gồm đơn theo mẫu và giấy tờ tùy thân, nộp tại trung tâm phục vụ hành chính công. ";
    }
    for (const std::size_t step : {7, 13}) {
        made.sources.push_back({number_of(10 + index * step % (document_count - 10)), "Điều 5", ""});
    }
    for (const auto& [document, every, bounded] : shares) {
        if (index % every == 0) {
            made.sources.push_back({number_of(document), "Điều 6", ""});
        }
    }
    return made;
}

template <typename Work>
double milliseconds(const Work& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

void row(const std::string& what, double time) {
    std::cout << std::left << std::setw(60) << what << std::right << std::setw(9) << std::fixed
              << std::setprecision(1) << time << " ms\n";
}

void fill(store::Database& database, std::size_t count) {
    std::vector<kb_index::Article> articles;
    articles.reserve(count);
    for (std::size_t index = 0; index < count; ++index) {
        articles.push_back(article(index));
    }
    row("storing the articles", milliseconds([&] { database.import_articles(articles, "lan", {}); }));
    row("all articles, without documents", milliseconds([&] { database.articles(); }));
    row("storing the documents", milliseconds([&] { database.import_documents(documents(), "lan", {}); }));
    row("all articles, with their standing", milliseconds([&] { database.articles(); }));
}

// The longest of those that have a bound.
double supersede(store::Database& database) {
    double longest = 0;
    for (const auto& [document, every, bounded] : shares) {
        desk::Superseded result;
        const desk::Supersession wanted{
            number_of(document), "1/2027/NĐ-CP", kb_index::parse_date("2027-01-01").value(), "lan", {}};
        const auto time = milliseconds([&] { result = database.supersede(wanted); });
        row("supersede: " + std::to_string(result.articles.size()) + " articles, " +
                std::to_string(result.tasks) + " reviews",
            time);
        longest = bounded ? std::max(longest, time) : longest;
    }
    return longest;
}

int run(std::size_t articles, const std::string& url) {
    store::Database database(url);
    if (!database.articles().empty()) {
        std::cerr << "the database is not empty\n";
        return 2;
    }
    fill(database, articles);
    return supersede(database) < bound_in_milliseconds ? 0 : 1;
}

}  // namespace

}  // namespace reformdesk

int main(int count, char** arguments) {
    using namespace reformdesk;
    try {
        const contract::TemporaryFolder folder;
        const auto articles = count > 1 ? std::stoul(arguments[1]) : 100'000;
        return run(articles,
                   count > 2 ? arguments[2] : "sqlite://" + (folder.path() / "desk.sqlite").string());
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
