// What is wrong with the fields of an article or a document, collected one by one. Internal to kb_index.
#pragma once

#include "kb_index/article.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::kb_index {

// Limits in bytes.
inline constexpr std::size_t longest_id = 128;
inline constexpr std::size_t longest_question = 8'000;
inline constexpr std::size_t longest_name = 1'000;

bool is_blank(std::string_view text);

class Inspection {
  public:
    std::vector<FieldProblem> problems;

    /// Text of one line, and of several.
    void line(const char* field, std::string_view text, std::size_t longest);
    void lines(const char* field, std::string_view text, std::size_t longest);
    void required(const char* field, std::string_view text);
    void items(const char* field, const std::vector<std::string>& items, std::size_t most,
               std::size_t longest);
    /// Empty, or http or https.
    void url(const char* field, std::string_view url);
    void add(const char* field, std::string message) { problems.push_back({field, std::move(message)}); }

  private:
    void check(const char* field, std::string_view text, std::size_t longest, bool lines_allowed);
};

}  // namespace reformdesk::kb_index
