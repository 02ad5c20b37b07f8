// What the benchmarks work on: the bundled knowledge base and its gold questions.
#pragma once

#include "kb_index/article.hpp"

#include <string>
#include <vector>

namespace reformdesk::load {

/// Read once. Throw std::runtime_error when the file of the source tree is not as expected.
const std::vector<std::string>& gold_questions();
const std::vector<kb_index::Article>& articles();

}  // namespace reformdesk::load
