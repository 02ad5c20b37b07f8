#include "tests/load/answering/comparison.hpp"

#include "tests/load/measure.hpp"

#include <algorithm>

#include <unistd.h>

namespace reformdesk::load::answering {

namespace {

std::vector<std::string> texts_of(const Set& set, kb_index::Variant variant) {
    std::vector<std::string> texts;
    texts.reserve(set.questions.size());
    for (const auto& question : set.questions) {
        texts.push_back(kb_index::rewrite(question.query, variant));
    }
    return texts;
}

std::size_t count_right(const Set& set, const std::vector<Asked>& asked, std::size_t places) {
    std::size_t right = 0;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto& expected = set.questions[i].expected;
        const std::span ranked(asked[i].ranked);
        right += std::ranges::any_of(ranked.first(std::min(places, ranked.size())), [&](const auto& id) {
            return std::ranges::find(expected, id) != expected.end();
        });
    }
    return right;
}

std::vector<float> times_of(const std::vector<Asked>& asked) {
    std::vector<float> times;
    times.reserve(asked.size());
    for (const auto& one : asked) {
        times.push_back(one.microseconds);
    }
    return times;
}

}  // namespace

std::vector<Measured> compare(const Set& set, std::span<const EngineKind> engines, const Material& material,
                              std::size_t rounds) {
    const auto plain = texts_of(set, kb_index::Variant::plain);
    const auto unaccented = texts_of(set, kb_index::Variant::unaccented);
    std::vector<std::unique_ptr<Engine>> opened;
    std::vector<Measured> all;
    for (const auto& kind : engines) {
        if (kind.index != nullptr && !std::filesystem::exists(material.folder / kind.key)) {
            kind.index(material);
        }
        const auto before = resident_bytes(getpid());
        opened.push_back(kind.open(material));
        const auto bare = opened.back()->ask_all(unaccented);
        const auto asked = opened.back()->ask_all(plain);
        const auto after = resident_bytes(getpid());
        all.push_back({.key = kind.key,
                       .title = kind.title,
                       .questions = plain.size(),
                       .right = count_right(set, asked, 1),
                       .right_in_three = count_right(set, asked, 3),
                       .right_unaccented = count_right(set, bare, 1),
                       .rounds = std::vector<std::vector<float>>(rounds),
                       .resident_bytes = after > before ? after - before : 0});
    }
    for (std::size_t round = 0; round < rounds; ++round) {
        for (std::size_t turn = 0; turn < opened.size(); ++turn) {
            const auto engine = (round + turn) % opened.size();
            all[engine].rounds[round] = times_of(opened[engine]->ask_all(plain));
        }
    }
    return all;
}

std::vector<Measured> together(std::span<const std::vector<Measured>> sets) {
    auto sum = sets.front();
    for (const auto& set : sets.subspan(1)) {
        for (std::size_t i = 0; i < sum.size(); ++i) {
            sum[i].questions += set[i].questions;
            sum[i].right += set[i].right;
            sum[i].right_in_three += set[i].right_in_three;
            sum[i].right_unaccented += set[i].right_unaccented;
            sum[i].resident_bytes = std::max(sum[i].resident_bytes, set[i].resident_bytes);
            for (std::size_t round = 0; round < sum[i].rounds.size(); ++round) {
                auto& times = sum[i].rounds[round];
                times.insert(times.end(), set[i].rounds[round].begin(), set[i].rounds[round].end());
            }
        }
    }
    return sum;
}

}  // namespace reformdesk::load::answering
