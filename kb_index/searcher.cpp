#include "kb_index/searcher.hpp"

#include "kb_index/decide.hpp"
#include "kb_index/generations.hpp"
#include "kb_index/lexical.hpp"
#include "kb_index/phrase_vector.hpp"
#include "kb_index/schema.hpp"
#include "kb_index/snapshot.hpp"

#include <chrono>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>

#include <xapian.h>

namespace reformdesk::kb_index {

namespace {

constexpr int most_attempts = 8;
constexpr unsigned most_unread = 64;
constexpr std::chrono::milliseconds pause{1};

// Two commits after a snapshot its blocks are used again, and a generation may be replaced between reading
// its name and opening it. Xapian then finds it modified, or takes what it reads for damage.
bool may_be_overtaken(const Xapian::Error& error) {
    const std::string_view type = error.get_type();
    return type == "DatabaseModifiedError" || type == "DatabaseOpeningError" ||
           type == "DatabaseNotFoundError" || type == "DatabaseCorruptError" || type == "DocNotFoundError";
}

std::string describe_question(const nlp::Question& question) {
    std::ostringstream text;
    text << "normal: " << question.normal << "\nwords:";
    for (const auto& word : question.syllables) text << ' ' << word;
    text << "\nconcepts:";
    for (const auto& name : question.concepts) text << ' ' << name;
    text << "\ncitations:";
    for (const auto& citation : question.citations)
        for (const auto& term : nlp::citation_terms(citation)) text << ' ' << term;
    text << (question.accented ? "\ntyped with diacritics\n" : "\ntyped without diacritics\n");
    return text.str();
}

std::string describe_terms(const Snapshot& snapshot, const nlp::Question& question) {
    std::ostringstream text;
    const double all = snapshot.database().get_doccount();
    text << "terms:\n";
    for (const auto& term : schema::query_terms(question)) {
        const double with = snapshot.articles_with(term.term);
        text << "  " << term.term << "  weight " << term.weight << "  in " << with << " of " << all
             << "  counts " << term.weight * term_weight(with, all) << '\n';
    }
    text << "features:\n";
    const auto& vocabulary = snapshot.model().vocabulary;
    std::size_t letters = 0;
    std::size_t letters_known = 0;
    for (const auto& component : count_features(question)) {
        if (!is_marked(component.feature)) continue;
        ++letters;
        letters_known += vocabulary.with(component.feature) > 0 ? 1 : 0;
    }
    const schema::Words words(question);
    for (const auto& word : words.bare)
        text << "  " << word << "  in " << vocabulary.with(feature_of('B', word, false)) << " phrasings\n";
    text << "  letter groups: " << letters_known << " of " << letters << " stand in some phrasing\n";
    return text.str();
}

}  // namespace

struct Searcher::Implementation {
    explicit Implementation(std::filesystem::path path) : index(std::move(path)) {}

    // The old snapshot stays until the new one is good in all its parts.
    void open() {
        auto newest = current_generation(index);
        Xapian::Database fresh(newest.string());
        if (fresh.get_metadata(schema::version_key) != schema::index_version)
            throw IndexError("the index is of another version: rebuild it");
        snapshot.emplace(std::move(fresh));
        generation = std::move(newest);
    }

    // Looking at two files is far cheaper than reading them. Every so often they are read all the same, in
    // case two commits fell within one tick of the file system's clock.
    void refresh() {
        const auto now = stamp_of(index, generation);
        if (snapshot && now && now == seen && ++unread % most_unread != 0) return;
        if (!snapshot || current_generation(index) != generation)
            open();
        else
            snapshot->reopen();
        seen = now;
    }

    // After a failure a snapshot may be of two commits: the next refresh opens a new one.
    void distrust() {
        generation.clear();
        seen.reset();
    }

    // Runs work on the newest snapshot, again when that was overtaken by commits meanwhile.
    template <typename Work>
    auto on_newest(Work work) {
        for (int attempt = 1;; ++attempt) {
            try {
                refresh();
                return work(*snapshot);
            } catch (const Xapian::Error& error) {
                distrust();
                if (attempt == most_attempts || !may_be_overtaken(error))
                    throw IndexError("index: " + error.get_description());
                std::this_thread::sleep_for(attempt * pause);
            } catch (const std::invalid_argument& error) {
                distrust();
                throw IndexError(std::string("index: ") + error.what());
            }
        }
    }

    std::filesystem::path index;
    std::filesystem::path generation;
    std::optional<Snapshot> snapshot;
    std::optional<Stamp> seen;
    unsigned unread = 0;
};

Searcher::Searcher(const std::filesystem::path& index)
    : implementation_(std::make_unique<Implementation>(index)) {
    implementation_->on_newest([](Snapshot&) {});
}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;

Decision Searcher::ask(const nlp::Question& question, const AskOptions& options) {
    return implementation_->on_newest([&](Snapshot& snapshot) {
        return decide(snapshot.model().parameters, snapshot.find(question, options), options);
    });
}

std::string Searcher::explain(const nlp::Question& question, const AskOptions& options) {
    return implementation_->on_newest([&](Snapshot& snapshot) {
        return describe_question(question) + describe_terms(snapshot, question) +
               describe(snapshot.model().parameters, snapshot.find(question, options), options);
    });
}

std::string Searcher::revision() {
    return implementation_->on_newest(
        [&](Snapshot& snapshot) { return snapshot.database().get_metadata(schema::revision_key); });
}

}  // namespace reformdesk::kb_index
