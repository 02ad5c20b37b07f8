// The articles of an index as they were at one commit, ready to be compared with questions.
#pragma once

#include "kb_index/decide.hpp"
#include "kb_index/feature_index.hpp"
#include "kb_index/learner.hpp"
#include "kb_index/record.hpp"
#include "kb_index/schema.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

namespace reformdesk::kb_index {

/// Not thread-safe. Throws what Xapian throws, and std::invalid_argument for a damaged record.
class Snapshot {
  public:
    /// Reads the model; a knowledge base of the usual size is taken into memory as a whole.
    explicit Snapshot(Xapian::Database database);

    /// What speaks for which article.
    Found find(const nlp::Question& question, const AskOptions& options);

    /// In how many articles a term of a question stands.
    double documents_with(const std::string& term) const;

    /// Moves to the newest commit; true when there was one.
    bool reopen();

    const Model& model() const { return model_; }
    const Xapian::Database& database() const { return database_; }

  private:
    struct Asked;
    class Comparison;
    struct Entry {
        Record record;
        std::string valid_from;
        std::string valid_to;
        std::string territory;
        std::size_t position = 0;  ///< in `features_`
    };

    void load();
    Entry read(Xapian::docid id) const;
    const Entry& entry(Xapian::docid id);
    void weigh(Asked& asked) const;
    Evidence evidence(const Entry& entry, Signals signals, const Asked& asked) const;

    Xapian::Database database_;
    Model model_;
    std::unordered_map<Xapian::docid, Entry> entries_;
    std::optional<FeatureIndex> features_;
};

}  // namespace reformdesk::kb_index
