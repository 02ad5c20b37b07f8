#include "nlp/syllable.hpp"
#include "nlp/text.hpp"
#include "nlp/typing.hpp"
#include "nlp/utf8.hpp"
#include "tests/fuzz/input.hpp"

using namespace reformdesk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    for (const auto method : {nlp::InputMethod::telex, nlp::InputMethod::vni}) {
        if (const auto decoded = nlp::decode_keys(text, method))
            fuzz::promise(nlp::is_syllable(nlp::decode(*decoded)));
        const std::string keys = nlp::encode_keys(nlp::normalise(text), method);
        fuzz::promise(nlp::is_valid_utf8(keys));
    }
    std::vector<std::string> words;
    for (const auto word : nlp::tokens(text)) words.emplace_back(word);
    const std::size_t count = words.size();
    nlp::decode_raw_keys(words);
    fuzz::promise(words.size() == count);
    return 0;
}
