#include "server/channels/token_settings.hpp"

#include "connectors/wire/json.hpp"
#include "server/desk/store.hpp"

#include <array>
#include <utility>

namespace reformdesk::channels {

namespace asio = boost::asio;
namespace zalo_oa = connectors::zalo_oa;
using connectors::wire::Json;
using connectors::wire::JsonObject;
using zalo_oa::StoredTokens;
using zalo_oa::Timestamp;
using zalo_oa::TokenState;

namespace {

constexpr auto tokens_name = "zalo_oa.tokens";
constexpr auto lease_name = "zalo_oa.token_lease";
// Another process may change what was read; one of them always gets through.
constexpr int most_tries = 20;

constexpr std::array<std::pair<TokenState, std::string_view>, 3> states{
    {{TokenState::ready, "ready"},
     {TokenState::uncertain, "uncertain"},
     {TokenState::needs_operator, "needs_operator"}}};

std::string_view name_of(TokenState state) {
    for (const auto& [each, name] : states) {
        if (each == state) {
            return name;
        }
    }
    return {};
}

TokenState state_named(std::string_view wanted) {
    for (const auto& [state, name] : states) {
        if (name == wanted) {
            return state;
        }
    }
    throw desk::StoreError("the stored tokens have an unknown state");
}

std::int64_t milliseconds(Timestamp time) {
    return time.time_since_epoch().count();
}

Timestamp time_at(const Json& json, std::string_view name) {
    return Timestamp(std::chrono::milliseconds(json.integer_at(name).value_or(0)));
}

std::string written(const StoredTokens& tokens) {
    const JsonObject object{{"oa_id", tokens.oa_id},
                            {"access_token", tokens.pair.access_token},
                            {"refresh_token", tokens.pair.refresh_token},
                            {"obtained", milliseconds(tokens.pair.obtained)},
                            {"access_expires", milliseconds(tokens.pair.access_expires)},
                            {"refresh_expires", milliseconds(tokens.pair.refresh_expires)},
                            {"generation", tokens.generation},
                            {"state", name_of(tokens.state)},
                            {"reason", tokens.reason},
                            {"state_since", milliseconds(tokens.state_since)}};
    return write(Json(object));
}

Json parsed(const std::string& text) {
    auto result = connectors::wire::parse(text);
    if (auto* json = std::get_if<Json>(&result)) {
        return std::move(*json);
    }
    throw desk::StoreError("a stored setting is damaged");
}

StoredTokens read(const std::string& text) {
    const Json json = parsed(text);
    StoredTokens tokens;
    tokens.oa_id = json.text_at("oa_id").value_or("");
    tokens.pair.access_token = json.text_at("access_token").value_or("");
    tokens.pair.refresh_token = json.text_at("refresh_token").value_or("");
    tokens.pair.obtained = time_at(json, "obtained");
    tokens.pair.access_expires = time_at(json, "access_expires");
    tokens.pair.refresh_expires = time_at(json, "refresh_expires");
    tokens.generation = json.integer_at("generation").value_or(0);
    tokens.state = state_named(json.text_at("state").value_or(""));
    tokens.reason = json.text_at("reason").value_or("");
    tokens.state_since = time_at(json, "state_since");
    return tokens;
}

struct Lease {
    std::string owner;
    Timestamp until;
};

Lease read_lease(const std::optional<std::string>& text) {
    if (!text) {
        return {};
    }
    const Json json = parsed(*text);
    return {json.text_at("owner").value_or(""), time_at(json, "until")};
}

std::string written(const Lease& lease) {
    const JsonObject object{{"owner", lease.owner}, {"until", milliseconds(lease.until)}};
    return write(Json(object));
}

bool take_lease(desk::SettingStore& settings, const Lease& wanted, Timestamp now) {
    for (int i = 0; i < most_tries; ++i) {
        const auto stored = settings.setting(lease_name);
        const auto held = read_lease(stored);
        if (!held.owner.empty() && held.owner != wanted.owner && held.until > now) {
            return false;
        }
        if (settings.change_setting(lease_name, stored, written(wanted), now)) {
            return true;
        }
    }
    return false;
}

bool replace_generation(desk::SettingStore& settings, const StoredTokens& tokens) {
    // What stands in the way may be another state of the same generation: a pair must not be lost for that.
    for (int i = 0; i < most_tries; ++i) {
        const auto stored = settings.setting(tokens_name);
        const auto generation = stored ? read(*stored).generation : 0;
        if (generation + 1 != tokens.generation) {
            return false;
        }
        if (settings.change_setting(tokens_name, stored, written(tokens), tokens.pair.obtained)) {
            return true;
        }
    }
    throw desk::StoreError("the stored tokens change all the time");
}

}  // namespace

std::optional<StoredTokens> stored_tokens(desk::SettingStore& settings) {
    const auto stored = settings.setting(tokens_name);
    return stored ? std::optional(read(*stored)) : std::nullopt;
}

asio::awaitable<std::optional<StoredTokens>> TokenSettings::load() {
    auto work = [this] { return stored_tokens(settings_); };
    std::optional<StoredTokens> tokens = co_await net::offload(pool_, std::move(work));
    co_return tokens;
}

asio::awaitable<bool> TokenSettings::try_lease(std::string owner, Timestamp now, Timestamp until) {
    const Lease wanted{std::move(owner), until};
    auto work = [this, &wanted, now] { return take_lease(settings_, wanted, now); };
    const bool taken = co_await net::offload(pool_, std::move(work));
    co_return taken;
}

asio::awaitable<void> TokenSettings::release(std::string owner) {
    auto work = [this, &owner] {
        const auto stored = settings_.setting(lease_name);
        const auto held = read_lease(stored);
        return held.owner == owner &&
               settings_.change_setting(lease_name, stored, written(Lease{}), held.until);
    };
    co_await net::offload(pool_, std::move(work));
}

asio::awaitable<bool> TokenSettings::save(StoredTokens tokens) {
    auto work = [this, &tokens] { return replace_generation(settings_, tokens); };
    const bool saved = co_await net::offload(pool_, std::move(work));
    co_return saved;
}

asio::awaitable<void> TokenSettings::mark(std::int64_t generation, TokenState state, std::string reason,
                                          Timestamp since) {
    auto work = [this, generation, state, &reason, since] {
        for (int i = 0; i < most_tries; ++i) {
            const auto stored = settings_.setting(tokens_name);
            if (!stored) {
                return false;
            }
            auto tokens = read(*stored);
            if (tokens.generation != generation) {
                return false;
            }
            tokens.state = state;
            tokens.reason = reason;
            tokens.state_since = since;
            if (settings_.change_setting(tokens_name, stored, written(tokens), since)) {
                return true;
            }
        }
        return false;
    };
    co_await net::offload(pool_, std::move(work));
}

}  // namespace reformdesk::channels
