// A question set: articles, and the questions that they answer.
#pragma once

#include "kb_index/exchange.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace reformdesk::load::answering {

/// Only questions with an expected article: what must not be answered is measured by `kb evaluate`.
struct Set {
    std::string name;
    std::vector<kb_index::Article> articles;
    std::vector<kb_index::GoldQuestion> questions;
};

/// Throws std::runtime_error that names the first bad place of a file.
Set read_set(const std::string& name, const std::filesystem::path& articles,
             const std::filesystem::path& questions);

/// The folder's kb.jsonl and questions.jsonl.
Set read_set(const std::filesystem::path& folder);

}  // namespace reformdesk::load::answering
