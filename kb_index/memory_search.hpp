// Looks questions up among articles that are in memory as a whole: a knowledge base of the usual size.
#pragma once

#include "kb_index/entry.hpp"
#include "kb_index/feature_index.hpp"
#include "kb_index/learner.hpp"
#include "nlp/question.hpp"

#include <optional>
#include <vector>

namespace reformdesk::kb_index {

/// Immutable, hence thread-safe.
class MemorySearch {
  public:
    /// Nothing when the articles are too many to be compared all at once. Throws what read_entry throws.
    static std::optional<MemorySearch> over(const Xapian::Database& database);

    Found find(const Model& model, const nlp::Question& question, const AskOptions& options) const;
    double articles_with(std::uint32_t term) const {
        return static_cast<double>(features_.articles_with(term));
    }

  private:
    MemorySearch(std::vector<Entry> entries, FeatureIndex features);

    std::vector<Entry> entries_;
    FeatureIndex features_;
};

}  // namespace reformdesk::kb_index
