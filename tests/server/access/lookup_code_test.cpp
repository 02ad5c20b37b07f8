#include "server/access/lookup_code.hpp"

#include <set>

#include <gtest/gtest.h>

namespace reformdesk::access {
namespace {

constexpr auto key = "0123456789abcdef0123456789abcdef";
constexpr auto other_key = "0123456789abcdef0123456789abcdeF";

TEST(LookupCode, FindsItsTicket) {
    for (const std::int64_t ticket : {1, 1001, 1024, 9'999'999}) {
        EXPECT_EQ(ticket_of_lookup_code(key, lookup_code(key, ticket)), ticket);
    }
}

TEST(LookupCode, IsReadAsPeopleTypeIt) {
    const auto code = lookup_code(key, 1024);
    std::string typed = " #";
    for (const char c : code) {
        typed += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a')
                 : c == '0'           ? 'o'
                 : c == '1'           ? 'l'
                                      : c;
    }
    // The number itself is read the same way.
    EXPECT_EQ(ticket_of_lookup_code(key, typed + " "), 1024);
}

TEST(LookupCode, OfAnotherTicketOrKeyFindsNothing) {
    const auto code = lookup_code(key, 1024);
    EXPECT_FALSE(ticket_of_lookup_code(other_key, code));
    EXPECT_FALSE(ticket_of_lookup_code(key, "1025" + code.substr(4)));
    EXPECT_FALSE(ticket_of_lookup_code(key, code.substr(0, code.size() - 1)));
    EXPECT_FALSE(ticket_of_lookup_code(key, code + "0"));
}

TEST(LookupCode, OtherTextFindsNothing) {
    for (const auto* text :
         {"", "-", "1024", "1024-", "-7KQ2MZ4P", "abc-7KQ2MZ4P", "0-00000000", "1024--------",
          "99999999999999999999-7KQ2MZ4P", "1024-7KQ2MZ4P-7KQ2MZ4P-7KQ2MZ4P-7KQ2MZ4P"}) {
        EXPECT_FALSE(ticket_of_lookup_code(key, text)) << text;
    }
}

TEST(LookupCode, DiffersFromTicketToTicket) {
    std::set<std::string> marks;
    for (std::int64_t ticket = 1; ticket <= 2000; ++ticket) {
        const auto code = lookup_code(key, ticket);
        marks.insert(code.substr(code.find('-') + 1));
    }
    EXPECT_EQ(marks.size(), 2000U);
}

}  // namespace
}  // namespace reformdesk::access
