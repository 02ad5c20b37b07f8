// What holds for every syllable and for every text, not only for examples.
#include "nlp/citation.hpp"
#include "nlp/parts.hpp"
#include "nlp/question.hpp"
#include "nlp/text.hpp"
#include "nlp/typing.hpp"
#include "nlp/utf8.hpp"
#include "tests/nlp/vietnamese.hpp"

#include <random>

#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

using testing_data::all_syllables;
using testing_data::shape_mark;
using testing_data::Syllable;
using testing_data::tone_mark;

const std::vector<Syllable>& syllables() {
    static const auto all = all_syllables();
    return all;
}

TEST(EverySyllable, IsAmongThoseThatTheRulesAllow) {
    EXPECT_GT(syllables().size(), 10'000U);
    EXPECT_LT(syllables().size(), 25'000U);
}

TEST(EverySyllable, IsItsOwnNormalForm) {
    for (const auto& syllable : syllables()) ASSERT_EQ(normalise(syllable.text()), syllable.text());
}

TEST(EverySyllable, HasOneNormalFormWhereverItsToneIsPut) {
    for (const auto& syllable : syllables()) {
        for (std::size_t at = 0; at < syllable.toneless.size(); ++at) {
            if (!is_vowel(syllable.toneless[at])) continue;
            const std::string misplaced = encode(syllable.with_tone_at(at));
            ASSERT_EQ(normalise(misplaced), syllable.text()) << misplaced;
        }
    }
}

TEST(EverySyllable, HasOneNormalFormHoweverItsMarksAreComposed) {
    for (const auto& syllable : syllables()) {
        const auto at = tone_position(syllable.toneless);
        std::u32string shape_first;
        std::u32string tone_first;
        std::u32string half_composed;
        for (std::size_t i = 0; i < syllable.toneless.size(); ++i) {
            const char32_t letter = syllable.toneless[i];
            const std::u32string tone = i == at ? tone_mark(syllable.tone) : U"";
            const std::u32string shape = shape_mark(letter);
            const char32_t base = shape.empty() ? letter : strip_shape(letter);
            shape_first += base + shape + tone;
            tone_first += base + tone + shape;
            half_composed += letter + tone;
        }
        for (const auto& typed : {shape_first, tone_first, half_composed})
            ASSERT_EQ(normalise(encode(typed)), syllable.text());
    }
}

// The orders in which people press the keys of marks and tone.
std::vector<std::string> key_orders(const Syllable& syllable, InputMethod method) {
    const auto keys_of = [&](std::u32string_view letters) { return encode_keys(encode(letters), method); };
    const auto at = tone_position(syllable.toneless);
    const std::string with_tone = keys_of(syllable.letters());
    const std::string without_tone = keys_of(syllable.toneless);
    const std::string tone = with_tone.substr(without_tone.size());
    const std::string up_to_vowel = keys_of(syllable.toneless.substr(0, at + 1));
    std::string letters;
    std::string shapes;
    for (const char32_t letter : syllable.toneless) {
        const std::string keys = keys_of({&letter, 1});
        letters += keys.front();
        // One key gives both letters of "ươ" their horns.
        if (keys.size() > 1 && !shapes.ends_with(keys.substr(1))) shapes += keys.substr(1);
    }
    return {with_tone, up_to_vowel + tone + without_tone.substr(up_to_vowel.size()), letters + shapes + tone,
            letters + tone + shapes};
}

TEST(EverySyllable, IsDecodedFromItsKeysInAnyOrder) {
    for (const auto& syllable : syllables()) {
        for (const auto method : {InputMethod::telex, InputMethod::vni}) {
            for (const auto& keys : key_orders(syllable, method)) {
                // Without a mark the keys are the letters; one letter with a tone is also an English word.
                if (keys.size() == syllable.toneless.size()) continue;
                if (keys.size() == 2 && strip_shape(syllable.toneless.front()) == syllable.toneless.front())
                    continue;
                ASSERT_EQ(decode_keys(keys, method), syllable.text()) << keys;
            }
        }
    }
}

// Pieces that the reading treats specially, and bytes of any kind.
std::string any_text(std::mt19937& random, std::size_t pieces) {
    static const std::vector<std::string> known = {
        " ",    "?",       "\n",       "hoà",           "nđ",     "118",       "/2025",
        "-cp",  "1. ",     "a) ",      "ngoài ra ",     "#",      "👍",         "ddieeu",
        "cai3", "thutuc",  "hồồ",      "ừừừ",           "\u0301", "\u0323",    "\u200B",
        "о",    "ơ\u0309", "Đ",        "xin chào",      "còn",    "nộp ở đâu", "aaaaaa",
        "wwww", "điều ",   "năm 2025", "ngày 1/7/2025", "\xC3",   "\xF0\x9F"};
    std::string text;
    for (std::size_t i = 0; i < pieces; ++i) {
        if (random() % 6 == 0)
            text += static_cast<char>(random());
        else
            text += known[random() % known.size()];
    }
    return text;
}

TEST(EveryText, IsReadToValidWordsInStep) {
    std::mt19937 random(411);
    for (int i = 0; i < 3000; ++i) {
        const std::string text = any_text(random, 30);
        const Question question = read(text);
        ASSERT_TRUE(is_valid_utf8(question.normal));
        ASSERT_EQ(normalise(question.normal), question.normal) << testing::PrintToString(text);
        ASSERT_EQ(question.syllables.size(), question.unaccented.size());
        for (const auto& syllable : question.syllables) ASSERT_FALSE(syllable.empty());
        for (const auto& citation : question.citations) {
            ASSERT_FALSE(citation_terms(citation).empty());
            ASSERT_LE(citation.offset + citation.length, question.normal.size());
        }
    }
}

TEST(EveryText, IsReadTheSameAgain) {
    std::mt19937 random(412);
    for (int i = 0; i < 2000; ++i) {
        const std::string text = any_text(random, 30);
        const Question first = read(text);
        const Question again = read(text);
        ASSERT_EQ(first.syllables, again.syllables);
        ASSERT_EQ(first.expansions, again.expansions);
        ASSERT_EQ(first.intent, again.intent);
    }
}

TEST(EveryText, IsTakenApartIntoFewParts) {
    std::mt19937 random(413);
    for (int i = 0; i < 1000; ++i) {
        const std::string text = any_text(random, 40);
        const auto parts = questions_in(text);
        ASSERT_LE(parts.size(), most_parts);
        for (const auto& part : parts) ASSERT_FALSE(part.text.empty());
        if (!parts.empty()) {
            ASSERT_FALSE(parts.front().follows_up);
        }
    }
}

// Each of these would take hours if anything looked back at all that came before.
TEST(LongTexts, AreReadInTimeThatGrowsWithTheirLength) {
    for (const std::string piece :
         {"a",       "hoà",       "\u0301", "a\u200B",   "1/2025/-nđ 7-", "?",    "1. ", "cho em hỏi ",
          "#1",      "ngoài ra ", "nđ",     "chinhhanh", "ngaàáảãạ",      "dd",   "w",   "năm ",
          "ngày 1/", ".",         "@",      "\n",        "\xF0",          "cai3", "xx"}) {
        std::string text;
        while (text.size() < 400'000) text += piece;
        const std::string normal = normalise(text);
        EXPECT_LE(find_citations(normal).size(), normal.size());
        EXPECT_LE(tokens(normal).size(), normal.size());
        // An invalid byte becomes a character of three.
        EXPECT_LE(read(text).normal.size(), 3 * longest_question);
        EXPECT_LE(questions_in(text).size(), most_parts);
    }
}

}  // namespace

}  // namespace reformdesk::nlp
