#include "kb_index/memory_search.hpp"

#include "kb_index/best_by_words.hpp"
#include "kb_index/schema.hpp"

#include <cstdint>
#include <utility>

namespace reformdesk::kb_index {

namespace {

constexpr Xapian::doccount most_articles = 4096;

}  // namespace

MemorySearch::MemorySearch(std::vector<Entry> entries, FeatureIndex features)
    : entries_(std::move(entries)), features_(std::move(features)) {}

std::optional<MemorySearch> MemorySearch::over(const Xapian::Database& database) {
    if (database.get_doccount() > most_articles) return std::nullopt;
    std::vector<Entry> entries;
    std::vector<Record> records;
    for (auto id = database.postlist_begin({}); id != database.postlist_end({}); ++id) {
        // The feature index gets the vectors; they need not be held twice.
        records.push_back(entries.emplace_back(read_entry(database, *id)).record.take_vectors());
    }
    auto features = FeatureIndex::over(records);
    if (!features) return std::nullopt;
    return MemorySearch(std::move(entries), *std::move(features));
}

Found MemorySearch::find(const Model& model, const nlp::Question& question, const AskOptions& options) const {
    const auto scores =
        features_.compare(schema::query_weights(question), model.vocabulary.weigh(count_features(question)));
    Found found;
    found.wordless = question.syllables.empty();
    if (scores.most > 0) found.unknown = scores.unknown / scores.most;

    std::vector<std::uint32_t> articles;
    articles.reserve(entries_.size());
    for (std::uint32_t i = 0; i < entries_.size(); ++i)
        if (scores.lexical[i] > 0 && schema::applies(entries_[i].territory, options.territory))
            articles.push_back(i);
    keep_best_by_words(articles, scores.lexical);
    const AskedDay asked_about = asked_day(question, options.as_of);
    found.past = asked_about.past;
    found.dated = !asked_about.day.empty();
    found.candidates.reserve(articles.size());
    for (const auto i : articles) {
        const auto get = [i](const std::vector<float>& values) { return static_cast<double>(values[i]); };
        const Sums sums{get(scores.lexical), get(scores.nearest), get(scores.linear), get(scores.citations)};
        const auto signals =
            signals_of(entries_[i].record, sums, {scores.most, scores.cited}, model.parameters);
        found.candidates.push_back(evidence_of(entries_[i], signals, asked_about));
    }
    return found;
}

}  // namespace reformdesk::kb_index
