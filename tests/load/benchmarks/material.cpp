#include "tests/load/benchmarks/material.hpp"

#include "server/exchange_codec.hpp"

#include <array>
#include <filesystem>
#include <stdexcept>

namespace reformdesk::load {

namespace {

const std::filesystem::path data = std::filesystem::path(REFORMDESK_SOURCE_DIR) / "kb_index/data";

void need(bool good, const char* file) {
    if (!good) {
        throw std::runtime_error(std::string("cannot read kb_index/data/") + file);
    }
}

}  // namespace

const std::vector<std::string>& gold_questions() {
    static const auto questions = [] {
        const auto read = kb_index::read_questions(data / "gold_questions.jsonl", JsonExchangeCodec());
        need(read.problems.empty() && !read.questions.empty(), "gold_questions.jsonl");
        std::vector<std::string> texts;
        for (const auto& question : read.questions) {
            texts.push_back(question.query);
        }
        return texts;
    }();
    return questions;
}

const std::vector<kb_index::Article>& articles() {
    static const auto imported = [] {
        const std::array files{data / "articles.jsonl"};
        auto read = kb_index::read_articles(files, JsonExchangeCodec());
        need(read.problems.empty() && !read.articles.empty(), "articles.jsonl");
        return std::move(read.articles);
    }();
    return imported;
}

}  // namespace reformdesk::load
