// The configuration: one TOML file, every key with a default. deploy/reformdesk.toml documents all of them.
#pragma once

#include "server/log.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace reformdesk {

/// A Zalo Official Account; on when app_id is set.
struct ZaloOaConfig {
    std::string app_id;
    std::string oa_id;
    std::string app_secret;  ///< from app_secret_file or REFORMDESK_ZALO_APP_SECRET
    std::string
        webhook_secret;    ///< the "OA Secret Key"; from webhook_secret_file or REFORMDESK_ZALO_OA_SECRET
    std::string verifier;  ///< the code of /zalo_verifier….html
    std::string code_verifier;  ///< PKCE, where the app's console keeps a fixed challenge
    bool send_proof = false;
    std::vector<std::string> prefixes = {"/hoi", "#hoi"};
    double sure = 0.97;
    std::chrono::minutes unasked_pause{30};
    std::string api_url = "https://openapi.zalo.me";
    std::string oauth_url = "https://oauth.zaloapp.com";

    bool enabled() const { return !app_id.empty(); }
};

/// A bot of Zalo's Bot Platform; on when there is a token.
struct ZaloBotConfig {
    std::string token;           ///< from token_file or REFORMDESK_ZALO_BOT_TOKEN
    std::string webhook_secret;  ///< from webhook_secret_file or REFORMDESK_ZALO_BOT_SECRET; empty: polling
    std::string api_url = "https://bot-api.zaloplatforms.com";

    bool enabled() const { return !token.empty(); }
};

/// How connectors reach foreign servers.
struct OutgoingConfig {
    std::string proxy;            ///< "http://host:port"; empty: none
    std::string ca_certificates;  ///< PEM, trusted beside the system's own
};

struct Config {
    std::filesystem::path data = "data";  ///< database, index, backups

    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string public_url;  ///< as visitors see it, without a final slash; empty: from the request's Host
    std::string tls_certificate;
    std::string tls_key;
    std::vector<std::string> trusted_proxies;
    std::size_t worker_threads = 8;
    std::size_t header_bytes = 16u << 10;
    std::size_t connections = 10'000;
    std::size_t connections_per_address = 200;
    std::chrono::seconds header_time{10};
    std::chrono::seconds body_time{30};
    std::chrono::seconds idle_time{75};
    std::chrono::seconds stop_time{10};

    std::string
        store_url;  ///< "sqlite:///…" or "postgresql://…"; empty: reformdesk.sqlite in the data directory

    double precision = 0.95;
    std::string territory = "56";

    std::vector<std::string>
        allowed_origins;                   ///< "https://portal.example"; the server's own is always allowed
    std::size_t messages_per_minute = 30;  ///< of one visitor
    std::vector<std::string> suggestions;  ///< example questions for an empty conversation

    std::string web_folder;  ///< the built web files; empty: found beside the binary or in the source tree

    LogLevel log_level = LogLevel::info;
    LogFormat log_format = LogFormat::json;

    std::chrono::hours session_lifetime{12};

    ZaloOaConfig zalo_oa;
    ZaloBotConfig zalo_bot;
    OutgoingConfig outgoing;
};

/// One bad place in the configuration; Vietnamese.
struct ConfigProblem {
    std::string file;
    std::size_t line = 0;
    std::string key;
    std::string message;
};

std::string to_line(const ConfigProblem& problem);

/// Reads the file when one is given, then the environment: REFORMDESK_STORE_URL, when it is not empty,
/// replaces [store] url, so that a password stands neither on the command line nor in a file that everybody
/// reads; likewise REFORMDESK_ZALO_APP_SECRET and its like the files with Zalo's secrets. Unknown keys are
/// problems: a misspelt key must not go unnoticed.
std::variant<Config, std::vector<ConfigProblem>> read_config(
    const std::optional<std::filesystem::path>& file);

/// The database's URL, with the default filled in.
std::string store_url(const Config& config);

/// Where the index stands.
std::filesystem::path index_folder(const Config& config);

}  // namespace reformdesk
