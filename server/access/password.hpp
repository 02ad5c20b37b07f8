// Passwords: hashing, rules, and the one-time passwords that an administrator hands out.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::access {

/// Turns passwords into what is stored. Thread-safe; takes tens of milliseconds by design.
class PasswordHasher {
  public:
    virtual ~PasswordHasher() = default;
    virtual std::string hash(const std::string& password) const = 0;
    /// False also for a hash that is none.
    virtual bool verify(const std::string& hash, const std::string& password) const = 0;
};

/// argon2id at this cost; throws std::runtime_error when libsodium can't start, std::bad_alloc without the
/// memory.
std::unique_ptr<PasswordHasher> argon2id_hasher(unsigned long long operations, std::size_t memory);

inline constexpr std::size_t shortest_password = 10;  ///< characters
inline constexpr std::size_t longest_password = 128;  ///< bytes

enum class PasswordFailure { wrong_current, too_short, too_long, same_as_name, same_as_current };

/// What is wrong with a new password, whatever the current one is.
std::optional<PasswordFailure> problem_of_password(std::string_view password, std::string_view account_name);

/// Four groups of four, "k7mp-x2qa-…", of letters and digits that can't be taken for one another; 79 random
/// bits.
std::string one_time_password();

}  // namespace reformdesk::access
