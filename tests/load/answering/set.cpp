#include "tests/load/answering/set.hpp"

#include "server/exchange_codec.hpp"

#include <array>
#include <stdexcept>

namespace reformdesk::load::answering {

namespace {

void need_none(const std::vector<kb_index::ImportProblem>& problems) {
    if (!problems.empty()) {
        throw std::runtime_error(kb_index::to_line(problems.front()));
    }
}

}  // namespace

Set read_set(const std::string& name, const std::filesystem::path& articles,
             const std::filesystem::path& questions) {
    const std::array files{articles};
    auto imported = kb_index::read_articles(files, JsonExchangeCodec());
    need_none(imported.problems);
    auto asked = kb_index::read_questions(questions, JsonExchangeCodec());
    need_none(asked.problems);
    std::erase_if(asked.questions, [](const auto& question) { return question.expected.empty(); });
    if (imported.articles.empty() || asked.questions.empty()) {
        throw std::runtime_error(name + ": no articles, or no question that one of them answers");
    }
    return {name, std::move(imported.articles), std::move(asked.questions)};
}

Set read_set(const std::filesystem::path& folder) {
    return read_set(folder.filename().string(), folder / "kb.jsonl", folder / "questions.jsonl");
}

}  // namespace reformdesk::load::answering
