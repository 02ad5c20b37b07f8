#include "server/net/peer.hpp"

#include <charconv>
#include <optional>
#include <stdexcept>

namespace reformdesk::net {

namespace ip = boost::asio::ip;

namespace {

std::optional<ip::address> read_address(std::string_view text) {
    boost::system::error_code error;
    const auto address = ip::make_address(std::string(text), error);
    if (error) {
        return std::nullopt;
    }
    return plain_address(address);
}

template <class Bytes>
bool same_prefix(const Bytes& one, const Bytes& other, unsigned bits) {
    for (std::size_t i = 0; i < one.size() && bits > 0; ++i) {
        const unsigned here = bits < 8 ? bits : 8;
        const unsigned mask = 0xffu << (8 - here) & 0xffu;
        if ((one[i] & mask) != (other[i] & mask)) {
            return false;
        }
        bits -= here;
    }
    return true;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

ip::address plain_address(const ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    }
    return address;
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& proxies) {
    for (const auto& text : proxies) {
        const auto slash = text.find('/');
        const auto address = read_address(std::string_view(text).substr(0, slash));
        const unsigned longest = address && address->is_v4() ? 32 : 128;
        unsigned bits = longest;
        bool good = address.has_value();
        if (slash != std::string::npos) {
            const auto* end = text.data() + text.size();
            const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, bits);
            good = good && error == std::errc() && stop == end && bits <= longest;
        }
        if (!good) {
            throw std::invalid_argument("not an address or network of a trusted proxy: \"" + text + "\"");
        }
        networks_.push_back({*address, bits});
    }
}

bool TrustedProxies::contains(const ip::address& address) const {
    const auto plain = plain_address(address);
    for (const auto& network : networks_) {
        if (network.address.is_v4() != plain.is_v4()) {
            continue;
        }
        const bool inside =
            plain.is_v4()
                ? same_prefix(plain.to_v4().to_bytes(), network.address.to_v4().to_bytes(), network.bits)
                : same_prefix(plain.to_v6().to_bytes(), network.address.to_v6().to_bytes(), network.bits);
        if (inside) {
            return true;
        }
    }
    return false;
}

Peer TrustedProxies::resolve(const ip::address& socket_address, bool secure, const Request& request) const {
    Peer peer;
    peer.secure = secure;
    auto client = plain_address(socket_address);
    if (!networks_.empty() && contains(client)) {
        // Each proxy appends, so several fields read as one list; only its right end is not the client's to
        // write.
        std::string list;
        for (const auto& [name, value] : request.headers) {
            if (name == "x-forwarded-for") {
                list += list.empty() ? "" : ",";
                list += value;
            }
        }
        std::string_view rest = list;
        while (!rest.empty() && contains(client)) {
            const auto comma = rest.rfind(',');
            const auto entry = rest.substr(comma == std::string_view::npos ? 0 : comma + 1);
            rest = rest.substr(0, comma == std::string_view::npos ? 0 : comma);
            const auto address = read_address(trimmed(entry));
            if (!address) {
                break;
            }
            client = *address;
        }
        if (const auto protocol = request.header("x-forwarded-proto")) {
            peer.secure = *protocol == "https";
        }
    }
    peer.address = client.to_string();
    return peer;
}

}  // namespace reformdesk::net
