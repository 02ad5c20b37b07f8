#include "kb_index/record.hpp"

#include "kb_index/packing.hpp"

#include <algorithm>
#include <stdexcept>

namespace reformdesk::kb_index {

namespace {

void pack_vector(Packer& packer, const SparseVector& vector) {
    packer.number(static_cast<std::uint32_t>(vector.size()));
    for (const auto& component : vector) {
        packer.number(component.feature);
        packer.number(component.value);
    }
}

SparseVector unpack_vector(Unpacker& unpacker) {
    SparseVector vector(unpacker.count(8));
    for (auto& component : vector) {
        component.feature = unpacker.number<std::uint32_t>();
        component.value = unpacker.real<float>();
    }
    const auto misplaced = [](const Component& a, const Component& b) { return a.feature >= b.feature; };
    if (std::adjacent_find(vector.begin(), vector.end(), misplaced) != vector.end())
        throw std::invalid_argument("a vector of the index is out of order");
    return vector;
}

}  // namespace

std::string pack(const Record& record) {
    Packer packer;
    packer.text(record.id);
    pack_vector(packer, record.terms);
    packer.number(static_cast<std::uint32_t>(record.phrasings.size()));
    for (const auto& phrasing : record.phrasings) pack_vector(packer, phrasing);
    pack_vector(packer, record.weights);
    packer.number(record.bias);
    packer.number(static_cast<std::uint8_t>(record.learnt));
    return packer.take();
}

Record unpack_record(std::string_view packed) {
    Unpacker unpacker(packed);
    Record record;
    record.id = unpacker.text();
    record.terms = unpack_vector(unpacker);
    const std::size_t phrasings = unpacker.count(4);
    for (std::size_t i = 0; i < phrasings; ++i) record.phrasings.push_back(unpack_vector(unpacker));
    record.weights = unpack_vector(unpacker);
    record.bias = unpacker.real<float>();
    record.learnt = unpacker.number<std::uint8_t>() != 0;
    return record;
}

}  // namespace reformdesk::kb_index
