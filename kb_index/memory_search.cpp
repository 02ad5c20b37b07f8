#include "kb_index/memory_search.hpp"

#include "kb_index/schema.hpp"

#include <algorithm>
#include <utility>

namespace reformdesk::kb_index {

namespace {

constexpr Xapian::doccount most_articles = 4096;
// How many are weighed against each other: those with most of the words, as in held_out.cpp.
constexpr std::size_t most_candidates = 48;

}  // namespace

MemorySearch::MemorySearch(std::vector<Entry> entries, FeatureIndex features)
    : entries_(std::move(entries)), features_(std::move(features)) {}

std::optional<MemorySearch> MemorySearch::over(const Xapian::Database& database) {
    if (database.get_doccount() > most_articles) return std::nullopt;
    std::vector<Entry> entries;
    std::vector<Record> records;
    for (auto id = database.postlist_begin({}); id != database.postlist_end({}); ++id) {
        auto& entry = entries.emplace_back(read_entry(database, *id));
        // The feature index has the vectors; they need not be held twice.
        records.push_back(entry.record);
        entry.record.forget_vectors();
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

    std::vector<std::uint32_t> order;
    order.reserve(entries_.size());
    for (std::uint32_t i = 0; i < entries_.size(); ++i)
        if (scores.lexical[i] > 0 && schema::applies(entries_[i].territory, options.territory))
            order.push_back(i);
    if (order.size() > most_candidates) {
        std::nth_element(
            order.begin(), order.begin() + most_candidates, order.end(),
            [&](std::uint32_t a, std::uint32_t b) {
                return scores.lexical[a] != scores.lexical[b] ? scores.lexical[a] > scores.lexical[b] : a < b;
            });
        order.resize(most_candidates);
    }
    const std::string today = schema::date_value(options.as_of);
    found.candidates.reserve(order.size());
    for (const auto i : order) {
        const auto get = [i](const std::vector<float>& values) { return static_cast<double>(values[i]); };
        const Sums sums{get(scores.lexical), get(scores.nearest), get(scores.linear), get(scores.citations)};
        const auto signals =
            signals_of(entries_[i].record, sums, {scores.most, scores.cited}, model.parameters);
        found.candidates.push_back(evidence_of(entries_[i], signals, today));
    }
    return found;
}

}  // namespace reformdesk::kb_index
