#include "nlp/parts.hpp"
#include "tests/fuzz/input.hpp"

using namespace reformdesk;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parts = nlp::questions_in(fuzz::text_of(data, size));
    fuzz::promise(parts.size() <= nlp::most_parts);
    fuzz::promise(parts.empty() || !parts.front().follows_up);
    for (const auto& part : parts) fuzz::promise(!part.text.empty());
    return 0;
}
