#include "kb_index/phrase_vector.hpp"

#include "kb_index/packing.hpp"
#include "kb_index/schema.hpp"
#include "nlp/lexicon.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace reformdesk::kb_index {

namespace {

constexpr double accented_weight = 0.5;
constexpr double pair_weight = 0.5;
// How much of the length of a vector its letter groups make up.
constexpr double letters_share = 0.5;
constexpr std::size_t shortest_group = 3;
constexpr std::size_t longest_group = 4;

// FNV-1a; the lowest bit tells letter groups from words.
std::uint32_t feature_of(char kind, std::string_view text, bool letters) {
    std::uint32_t hash = 2166136261u;
    const auto mix = [&](char c) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 16777619u;
    };
    mix(kind);
    for (const char c : text) mix(c);
    return (hash & ~1u) | (letters ? 1u : 0u);
}

bool is_letters(std::uint32_t feature) {
    return (feature & 1u) != 0;
}

}  // namespace

double dot(const SparseVector& a, const SparseVector& b) {
    if (a.size() > b.size()) return dot(b, a);
    double sum = 0;
    auto at = b.begin();
    for (const Component& component : a) {
        at = std::lower_bound(at, b.end(), component.feature,
                              [](const Component& c, std::uint32_t feature) { return c.feature < feature; });
        if (at == b.end()) break;
        if (at->feature == component.feature)
            sum += static_cast<double>(component.value) * static_cast<double>(at->value);
    }
    return sum;
}

Probe::Probe(SparseVector vector) : vector_(std::move(vector)) {
    for (const auto& component : vector_) seen_.set(bit_of(component.feature));
}

double Probe::dot(const SparseVector& other) const {
    // Halving pays among many more components, passing over among about as many.
    if (other.size() > 8 * vector_.size()) return kb_index::dot(vector_, other);
    double sum = 0;
    auto at = vector_.begin();
    for (const auto& component : other) {
        if (!seen_.test(bit_of(component.feature))) continue;
        at = std::lower_bound(at, vector_.end(), component.feature,
                              [](const Component& c, std::uint32_t feature) { return c.feature < feature; });
        if (at == vector_.end()) break;
        if (at->feature == component.feature)
            sum += static_cast<double>(component.value) * static_cast<double>(at->value);
    }
    return sum;
}

SparseVector count_features(const nlp::Question& question) {
    const schema::Words words = schema::words_of(question);
    std::map<std::uint32_t, double> counts;
    const auto add = [&](char kind, std::string_view text, double times, bool letters = false) {
        counts[feature_of(kind, text, letters)] += times;
    };
    for (std::size_t i = 0; i < words.bare.size(); ++i) {
        add('B', words.bare[i], 1);
        if (question.accented) add('A', words.accented[i], accented_weight);
        if (i == 0) continue;
        add('Q', words.bare[i - 1] + ' ' + words.bare[i], pair_weight);
        if (question.accented)
            add('P', words.accented[i - 1] + ' ' + words.accented[i], accented_weight * pair_weight);
    }
    for (const auto& expansion : question.expansions)
        add(expansion.term.find(' ') == std::string::npos ? 'B' : 'Q', expansion.term, expansion.weight);
    for (const auto& name : question.concepts) add('S', name, 1);
    for (const auto& citation : question.citations)
        for (const auto& term : nlp::citation_terms(citation)) add('C', term, 1);
    const std::string letters = ' ' + nlp::join(words.bare) + ' ';
    for (std::size_t size = shortest_group; size <= longest_group; ++size)
        for (std::size_t i = 0; i + size <= letters.size(); ++i)
            add('G', std::string_view(letters).substr(i, size), 1, true);
    SparseVector vector;
    vector.reserve(counts.size());
    for (const auto& [feature, count] : counts) vector.push_back({feature, static_cast<float>(count)});
    return vector;
}

void Vocabulary::add(const SparseVector& counts) {
    ++phrasings_;
    for (const auto& component : counts) ++phrasings_with_[component.feature];
}

double Vocabulary::idf(std::uint32_t feature) const {
    const auto found = phrasings_with_.find(feature);
    const double with = found == phrasings_with_.end() ? 0 : found->second;
    return std::log((phrasings_ + 1.0) / (with + 1.0)) + 1.0;
}

SparseVector Vocabulary::weigh(const SparseVector& counts) const {
    SparseVector weighed = counts;
    double words = 0;
    double letters = 0;
    for (auto& component : weighed) {
        const double value = std::sqrt(static_cast<double>(component.value)) * idf(component.feature);
        component.value = static_cast<float>(value);
        (is_letters(component.feature) ? letters : words) += value * value;
    }
    const double word_scale = words > 0 ? std::sqrt((1 - letters_share) / words) : 0;
    const double letter_scale = letters > 0 ? std::sqrt(letters_share / letters) : 0;
    for (auto& component : weighed)
        component.value *= static_cast<float>(is_letters(component.feature) ? letter_scale : word_scale);
    return weighed;
}

double Vocabulary::unknown_share(const SparseVector& counts, std::span<const SparseVector> without) const {
    const auto stands_in = [](const SparseVector& vector, std::uint32_t feature) {
        const auto at = std::lower_bound(vector.begin(), vector.end(), feature,
                                         [](const Component& c, std::uint32_t f) { return c.feature < f; });
        return at != vector.end() && at->feature == feature;
    };
    double all = 0;
    double unknown = 0;
    for (const auto& component : counts) {
        if (is_letters(component.feature)) continue;
        const double weight = static_cast<double>(component.value) * idf(component.feature);
        all += weight;
        const auto found = phrasings_with_.find(component.feature);
        const std::size_t known = found == phrasings_with_.end() ? 0 : found->second;
        const auto left_out = static_cast<std::size_t>(
            std::count_if(without.begin(), without.end(),
                          [&](const SparseVector& vector) { return stands_in(vector, component.feature); }));
        if (known <= left_out) unknown += weight;
    }
    return all > 0 ? unknown / all : 1;
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
