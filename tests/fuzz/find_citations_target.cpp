#include "nlp/citation.hpp"
#include "nlp/text.hpp"
#include "tests/fuzz/input.hpp"

using namespace reformdesk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    for (const std::string& normal : {nlp::normalise(text), std::string(text)}) {
        std::size_t end = 0;
        for (const auto& citation : nlp::find_citations(normal)) {
            fuzz::promise(citation.offset >= end && citation.length > 0);
            end = citation.offset + citation.length;
            fuzz::promise(end <= normal.size());
            fuzz::promise(!citation.number.empty() && !nlp::citation_terms(citation).empty());
        }
    }
    return 0;
}
