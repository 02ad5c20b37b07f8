#include "nlp/question.hpp"
#include "nlp/text.hpp"
#include "nlp/utf8.hpp"
#include "tests/fuzz/input.hpp"

using namespace reformdesk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    const std::string normal = nlp::normalise(text);
    fuzz::promise(nlp::is_valid_utf8(normal));
    fuzz::promise(nlp::normalise(normal) == normal);
    const std::string bare = nlp::unaccent(normal);
    fuzz::promise(nlp::unaccent(bare) == bare);

    const nlp::Question question = nlp::read(text);
    fuzz::promise(nlp::is_valid_utf8(question.normal));
    fuzz::promise(question.syllables.size() == question.unaccented.size());
    fuzz::promise(nlp::normalise(question.normal) == question.normal);
    return 0;
}
