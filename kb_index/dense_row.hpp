// Adding a multiple of one row of numbers to another with vector instructions, with and without sanitizers.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>

namespace reformdesk::kb_index {

/// Four numbers at once, which every x86-64 and ARM64 processor has.
using RowBlock = float __attribute__((vector_size(16)));

/// Rows are a multiple of this long.
inline constexpr std::size_t row_block = sizeof(RowBlock) / sizeof(float);

inline constexpr std::size_t row_width(std::size_t numbers) {
    return (numbers + row_block - 1) / row_block * row_block;
}

/// `sums` is a whole row; `row` has as many numbers.
inline void add_row(std::span<float> sums, const float* row, float factor) {
    float* sum = sums.data();
    for (std::size_t i = 0; i < sums.size(); i += row_block) {
        RowBlock to;
        RowBlock from;
        std::memcpy(&to, sum + i, sizeof to);
        std::memcpy(&from, row + i, sizeof from);
        to += from * factor;
        std::memcpy(sum + i, &to, sizeof to);
    }
}

}  // namespace reformdesk::kb_index
