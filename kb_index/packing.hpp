// Numbers and strings in bytes, for records inside the index. Little-endian, no alignment.
#pragma once

#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace reformdesk::kb_index {

static_assert(std::endian::native == std::endian::little, "records are little-endian");

class Packer {
  public:
    template <typename Number>
    void number(Number value) {
        char bytes[sizeof value];
        std::memcpy(bytes, &value, sizeof value);
        packed_.append(bytes, sizeof value);
    }
    void text(std::string_view value) {
        number(static_cast<std::uint32_t>(value.size()));
        packed_ += value;
    }
    std::string take() { return std::move(packed_); }

  private:
    std::string packed_;
};

/// Throws std::invalid_argument where the bytes end too early or hold what no index does.
class Unpacker {
  public:
    /// Far from every number of an index, and far from what products and sums of them overflow at.
    static constexpr double largest_real = 1e9;

    explicit Unpacker(std::string_view packed) : packed_(packed) {}

    template <typename Number>
    Number number() {
        need(sizeof(Number));
        Number value;
        std::memcpy(&value, packed_.data(), sizeof value);
        packed_.remove_prefix(sizeof value);
        return value;
    }
    /// Damage is found here, because a ranking by what is no number has no order.
    template <std::floating_point Number>
    Number real() {
        const auto value = number<Number>();
        if (!(std::abs(static_cast<double>(value)) <= largest_real))
            throw std::invalid_argument("a number of the index is damaged");
        return value;
    }
    std::string_view text() {
        const auto size = number<std::uint32_t>();
        need(size);
        const auto value = packed_.substr(0, size);
        packed_.remove_prefix(size);
        return value;
    }
    /// A count of items of at least `item_bytes` each, checked against what is left.
    std::size_t count(std::size_t item_bytes) {
        const auto items = number<std::uint32_t>();
        need(items * item_bytes);
        return items;
    }

  private:
    void need(std::size_t bytes) const {
        if (packed_.size() < bytes) throw std::invalid_argument("a record of the index is cut short");
    }

    std::string_view packed_;
};

}  // namespace reformdesk::kb_index
