#include "tests/load/answering/scale.hpp"

#include "tests/load/answering/reformdesk_engine.hpp"
#include "tests/load/answering/xapian_engine.hpp"
#include "tests/load/measure.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace reformdesk::load::answering {

namespace {

constexpr std::size_t most_phrasings = 5;
constexpr std::string_view space = " \t\r\n";

// splitmix64.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31);
}

// FNV-1a.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t value = 14695981039346656037ULL;
    for (const char c : text) {
        value = (value ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    return value;
}

template <typename Visit>
void for_each_word(std::string_view text, Visit visit) {
    for (auto at = text.find_first_not_of(space); at != text.npos; at = text.find_first_not_of(space, at)) {
        const auto end = std::min(text.find_first_of(space, at), text.size());
        visit(at, text.substr(at, end - at));
        at = end;
    }
}

// Every word of the articles, as often as it stands there.
class Vocabulary {
  public:
    explicit Vocabulary(const std::vector<kb_index::Article>& articles) {
        for (const auto& article : articles) {
            take(article.question);
            for (const auto& phrasing : article.phrasings) {
                take(phrasing);
            }
            take(article.answer);
        }
    }
    std::string_view draw(std::uint64_t number) const { return words_[number % words_.size()]; }

  private:
    void take(std::string_view text) {
        for_each_word(text, [&](std::size_t, std::string_view word) { words_.push_back(word); });
    }

    std::vector<std::string_view> words_;
};

class Copier {
  public:
    Copier(const Vocabulary& vocabulary, std::uint64_t seed) : vocabulary_(vocabulary), seed_(seed) {}

    std::string changed(std::string_view text) const {
        std::string copy;
        std::size_t done = 0;
        for_each_word(text, [&](std::size_t at, std::string_view word) {
            copy += text.substr(done, at - done);
            const auto dice = mixed(seed_ ^ hash_of(word));
            copy += dice % 3 == 0 ? vocabulary_.draw(mixed(dice)) : word;
            done = at + word.size();
        });
        copy += text.substr(done);
        return copy;
    }

  private:
    const Vocabulary& vocabulary_;
    std::uint64_t seed_;
};

std::string name_in(std::size_t set, const std::string& id) {
    return std::to_string(set) + "/" + id;
}

kb_index::Article original(const kb_index::Article& article, std::size_t set) {
    auto copy = article;
    copy.id = name_in(set, article.id);
    copy.phrasings.resize(std::min(copy.phrasings.size(), most_phrasings));
    copy.related.clear();
    copy.follow_ups.clear();
    return copy;
}

kb_index::Article variation(kb_index::Article article, const Vocabulary& vocabulary, std::size_t number) {
    const Copier copier(vocabulary, mixed(hash_of(article.id) + number));
    article.id += "~" + std::to_string(number);
    article.question = copier.changed(article.question);
    for (auto& phrasing : article.phrasings) {
        phrasing = copier.changed(phrasing);
    }
    article.answer = copier.changed(article.answer);
    return article;
}

struct Original {
    kb_index::Article article;
    const Vocabulary* vocabulary;
};

// In a child, so that one run's memory is not the next one's.
IndexingRun run_apart(void (*index)(const Material&), const Material& material) {
    int ends[2];
    if (pipe(ends) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe");
    }
    std::cout.flush();
    const pid_t child = fork();
    if (child == 0) {
        IndexingRun run;
        try {
            run.before_bytes = resident_bytes(getpid());
            const auto start = std::chrono::steady_clock::now();
            index(material);
            run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            rusage usage{};
            getrusage(RUSAGE_SELF, &usage);
            run.peak_bytes = static_cast<std::size_t>(usage.ru_maxrss) * 1024;
        } catch (const std::exception& e) {
            std::cerr << e.what() << std::endl;
            _exit(1);
        }
        _exit(write(ends[1], &run, sizeof run) == sizeof run ? 0 : 1);
    }
    close(ends[1]);
    IndexingRun run;
    const bool complete = child > 0 && read(ends[0], &run, sizeof run) == sizeof run;
    close(ends[0]);
    int status = 0;
    if (child > 0) {
        waitpid(child, &status, 0);
    }
    if (!complete || status != 0) {
        throw std::runtime_error("indexing failed");
    }
    return run;
}

}  // namespace

Set multiplied(std::span<const Set> sets, std::size_t count) {
    Set all{.name = std::to_string(count) + " articles", .articles = {}, .questions = {}};
    std::vector<Vocabulary> vocabularies;
    vocabularies.reserve(sets.size());
    std::vector<Original> originals;
    for (std::size_t set = 0; set < sets.size(); ++set) {
        vocabularies.emplace_back(sets[set].articles);
        for (const auto& article : sets[set].articles) {
            originals.push_back({original(article, set), &vocabularies.back()});
        }
        for (auto question : sets[set].questions) {
            for (auto& id : question.expected) {
                id = name_in(set, id);
            }
            all.questions.push_back(std::move(question));
        }
    }
    all.articles.reserve(std::max(count, originals.size()));
    for (const auto& one : originals) {
        all.articles.push_back(one.article);
    }
    for (std::size_t i = originals.size(); i < count; ++i) {
        const auto& [article, vocabulary] = originals[i % originals.size()];
        all.articles.push_back(variation(article, *vocabulary, i / originals.size()));
    }
    return all;
}

Indexing measure_indexing(const Material& material, std::size_t rounds) {
    Indexing indexing{.articles = material.articles.size(), .reformdesk = {}, .xapian = {}};
    for (std::size_t round = 0; round < rounds; ++round) {
        indexing.xapian.push_back(run_apart(index_xapian_same_terms, material));
        indexing.reformdesk.push_back(run_apart(index_reformdesk, material));
    }
    return indexing;
}

}  // namespace reformdesk::load::answering
