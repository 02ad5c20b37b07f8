#include "kb_index/phrase_vector.hpp"

#include "kb_index/packing.hpp"
#include "kb_index/schema.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace reformdesk::kb_index {

namespace {

constexpr double accented_weight = 0.5;
// How much of the length of a vector its letter groups make up.
constexpr double letters_share = 0.5;
constexpr std::size_t letters_in_group = 3;
// Letter groups that stand in more of the phrasings tell none of them apart.
constexpr double common_group = 0.5;

// Logarithms of the counts that most features have: every question asks for dozens of them.
double log_of(std::uint32_t count) {
    static const auto small = [] {
        std::array<double, 1024> logs{};
        for (std::size_t i = 1; i < logs.size(); ++i) logs[i] = std::log(static_cast<double>(i));
        return logs;
    }();
    return count < small.size() ? small[count] : std::log(static_cast<double>(count));
}

}  // namespace

SparseVector count_features(const nlp::Question& question) {
    const schema::Words words(question);
    std::string letters = " ";
    for (const auto& word : words.bare) (letters += word) += ' ';
    SparseVector counts;
    counts.reserve(letters.size() + 3 * words.bare.size());
    const auto add = [&](char kind, std::string_view text, double times, bool letter_group = false) {
        counts.push_back({feature_of(kind, text, letter_group), static_cast<float>(times)});
    };
    for (std::size_t i = 0; i < words.bare.size(); ++i) {
        add('B', words.bare[i], 1);
        if (question.accented) add('A', words.accented[i], accented_weight);
    }
    for (const auto& expansion : question.expansions)
        if (expansion.term.find(' ') == std::string::npos) add('B', expansion.term, expansion.weight);
    for (const auto& name : question.concepts) add('S', name, 1);
    for (const auto& citation : question.citations)
        for (const auto& term : nlp::citation_terms(citation)) add('C', term, 1);
    for (std::size_t i = 0; i + letters_in_group <= letters.size(); ++i)
        add('G', std::string_view(letters).substr(i, letters_in_group), 1, true);
    sort_and_add_up(counts);
    return counts;
}

void Vocabulary::add(const SparseVector& counts) {
    ++phrasings_;
    for (const auto& component : counts) ++phrasings_with_[component.feature];
}

std::uint32_t Vocabulary::with(std::uint32_t feature) const {
    const auto found = phrasings_with_.find(feature);
    return found == phrasings_with_.end() ? 0 : found->second;
}

SparseVector Vocabulary::weigh(const SparseVector& counts) const {
    SparseVector weighed;
    weighed.reserve(counts.size());
    double words = 0;
    double letters = 0;
    const double all = log_of(phrasings_ + 1);
    for (const auto& component : counts) {
        const std::uint32_t phrasings = with(component.feature);
        const bool group = is_marked(component.feature);
        if (group && phrasings > common_group * phrasings_) continue;
        const double idf = all - log_of(phrasings + 1) + 1.0;
        const double value = std::sqrt(static_cast<double>(component.value)) * idf;
        weighed.push_back({component.feature, static_cast<float>(value)});
        (group ? letters : words) += value * value;
    }
    const double word_scale = words > 0 ? std::sqrt((1 - letters_share) / words) : 0;
    const double letter_scale = letters > 0 ? std::sqrt(letters_share / letters) : 0;
    for (auto& component : weighed)
        component.value *= static_cast<float>(is_marked(component.feature) ? letter_scale : word_scale);
    return weighed;
}

std::string Vocabulary::pack() const {
    // In order, so that the same articles give the same bytes.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> entries(phrasings_with_.begin(),
                                                                 phrasings_with_.end());
    std::sort(entries.begin(), entries.end());
    Packer packer;
    packer.number(phrasings_);
    packer.number(static_cast<std::uint32_t>(entries.size()));
    for (const auto& [feature, count] : entries) {
        packer.number(feature);
        packer.number(count);
    }
    return packer.take();
}

Vocabulary Vocabulary::unpack(std::string_view packed) {
    Unpacker unpacker(packed);
    Vocabulary vocabulary;
    vocabulary.phrasings_ = unpacker.number<std::uint32_t>();
    const std::size_t entries = unpacker.count(8);
    vocabulary.phrasings_with_.reserve(entries);
    for (std::size_t i = 0; i < entries; ++i) {
        const auto feature = unpacker.number<std::uint32_t>();
        vocabulary.phrasings_with_[feature] = unpacker.number<std::uint32_t>();
    }
    return vocabulary;
}

}  // namespace reformdesk::kb_index
