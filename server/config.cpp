#include "server/config.hpp"

#include "connectors/zalo_bot/secret.hpp"
#include "server/net/url.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>

#include <fmt/format.h>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace reformdesk {

namespace {

bool is_origin(std::string_view text) {
    const auto scheme = text.substr(0, text.starts_with("https://") ? 8 : 7);
    if (scheme != "https://" && scheme != "http://") {
        return false;
    }
    text.remove_prefix(scheme.size());
    const bool bracketed = text.starts_with('[');
    const auto host = text.substr(0, bracketed ? text.find(']') + 1 : text.find(':'));
    const auto port = text.substr(host.size());
    const auto in_host = [bracketed](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
               (bracketed && (c == ':' || c == '[' || c == ']'));
    };
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return !host.empty() && std::all_of(host.begin(), host.end(), in_host) &&
           (port.empty() || (port.size() > 1 && port.size() <= 6 && port.front() == ':' &&
                             std::all_of(port.begin() + 1, port.end(), digit)));
}

// What paths are added to: a slash or a query at its end would spoil every address made of it.
bool is_base_url(const std::string& text) {
    const auto url = net::read_url(text);
    return url && !text.ends_with('/') && text.find_first_of("?#") == std::string::npos;
}

bool is_proxy(const std::string& text) {
    const auto url = net::read_url(text);
    return text.empty() || (url && !url->tls && url->target == "/");
}

// It becomes a part of a page's address, "/zalo_verifier….html".
bool is_verifier(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

constexpr std::size_t longest_secret = 4096;  // bytes

// The first line of the file.
std::optional<std::string> read_secret(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string line;
    if (!std::getline(file, line) || line.size() > longest_secret) {
        return std::nullopt;
    }
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
        line.pop_back();
    }
    return line.empty() ? std::nullopt : std::optional(line);
}

void take_environment(Config& config) {
    const std::pair<const char*, std::string*> variables[] = {
        {"REFORMDESK_STORE_URL", &config.store_url},
        {"REFORMDESK_ZALO_APP_SECRET", &config.zalo_oa.app_secret},
        {"REFORMDESK_ZALO_OA_SECRET", &config.zalo_oa.webhook_secret},
        {"REFORMDESK_ZALO_BOT_TOKEN", &config.zalo_bot.token},
        {"REFORMDESK_ZALO_BOT_SECRET", &config.zalo_bot.webhook_secret},
    };
    for (const auto& [name, target] : variables) {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): before any thread starts
        if (const char* value = std::getenv(name); value != nullptr && *value != '\0') {
            *target = value;
        }
    }
}

// What one key alone can't tell.
void check_together(const Config& config, const std::string& file, std::vector<ConfigProblem>& problems) {
    if (config.tls_certificate.empty() != config.tls_key.empty()) {
        problems.push_back({file, 0, "server.tls_certificate",
                            "tls_certificate và tls_key phải có cả hai hoặc bỏ trống cả hai"});
    }
    const auto& oa = config.zalo_oa;
    if (oa.enabled() && (oa.oa_id.empty() || oa.app_secret.empty() || oa.webhook_secret.empty())) {
        problems.push_back({file, 0, "zalo_oa.app_id",
                            "kết nối Zalo OA cần đủ app_id, oa_id, app_secret_file và webhook_secret_file"});
    }
    const auto& bot = config.zalo_bot;
    if (!bot.webhook_secret.empty() && !connectors::zalo_bot::can_be_secret(bot.webhook_secret)) {
        problems.push_back({file, 0, "zalo_bot.webhook_secret_file",
                            "mã bí mật của webhook phải có 8 đến 256 ký tự, không dấu và không có dấu cách"});
    }
}

// Reads known keys out of a parsed file and remembers what is wrong.
class Reader {
  public:
    Reader(std::string file, Config& config) : file_(std::move(file)), config_(config) { describe(); }

    std::vector<ConfigProblem> read(const toml::table& root) {
        for (const auto& [section, node] : root) {
            const auto* table = node.as_table();
            if (table == nullptr) {
                problem(node, std::string(section.str()), "phải là một mục, ví dụ [server]");
                continue;
            }
            for (const auto& [key, value] : *table) {
                const auto name = fmt::format("{}.{}", section.str(), key.str());
                const auto known = keys_.find(name);
                if (known == keys_.end()) {
                    problem(value, name, "không có khóa này; xem deploy/reformdesk.toml");
                } else {
                    known->second(value, name);
                }
            }
        }
        return std::move(problems_);
    }

  private:
    using Setter = std::function<void(const toml::node&, const std::string&)>;

    void problem(const toml::node& node, const std::string& key, std::string message) {
        problems_.push_back({file_, node.source().begin.line, key, std::move(message)});
    }

    Setter text(std::string& target) {
        return [this, &target](const toml::node& node, const std::string& key) {
            if (const auto value = node.value_exact<std::string>()) {
                target = *value;
            } else {
                problem(node, key, "phải là một chuỗi trong dấu nháy kép");
            }
        };
    }

    Setter text_that(bool (*good)(const std::string&), std::string& target, std::string message) {
        return [this, good, &target, message = std::move(message), read = text(target)](
                   const toml::node& node, const std::string& key) {
            read(node, key);
            if (!good(target)) {
                problem(node, key, message);
            }
        };
    }

    Setter base_url(std::string& target) {
        return text_that(
            is_base_url, target,
            "phải là địa chỉ dạng \"https://may-chu.example.vn\", không có dấu / hay dấu ? ở cuối");
    }

    Setter texts(std::vector<std::string>& target) {
        return [this, &target](const toml::node& node, const std::string& key) {
            const auto* array = node.as_array();
            std::vector<std::string> values;
            bool good = array != nullptr;
            for (std::size_t i = 0; good && i < array->size(); ++i) {
                const auto value = array->get(i)->value_exact<std::string>();
                good = value.has_value();
                values.push_back(value.value_or(""));
            }
            if (good) {
                target = std::move(values);
            } else {
                problem(node, key, "phải là một danh sách chuỗi, ví dụ [\"a\", \"b\"]");
            }
        };
    }

    // A browser names a page by exactly this; anything else would never match, and nobody would know why.
    Setter origins(std::vector<std::string>& target) {
        return [this, &target, read = texts(target)](const toml::node& node, const std::string& key) {
            read(node, key);
            for (const auto& origin : target) {
                if (!is_origin(origin)) {
                    problem(node, key,
                            fmt::format("\"{}\" phải có dạng \"https://cong.example.vn\" hoặc "
                                        "\"https://cong.example.vn:8443\": chữ thường, không có đường dẫn "
                                        "hay dấu / ở cuối",
                                        origin));
                }
            }
        };
    }

    Setter flag(bool& target) {
        return [this, &target](const toml::node& node, const std::string& key) {
            if (const auto value = node.value_exact<bool>()) {
                target = *value;
            } else {
                problem(node, key, "phải là true hoặc false");
            }
        };
    }

    // A secret stands in a file of its own, that only the server may read.
    Setter secret_file(std::string& target) {
        return [this, &target](const toml::node& node, const std::string& key) {
            const auto path = node.value_exact<std::string>();
            if (!path) {
                problem(node, key, "phải là đường dẫn của một tệp, trong dấu nháy kép");
                return;
            }
            if (path->empty()) {
                return;
            }
            auto secret = read_secret(*path);
            if (secret) {
                target = std::move(*secret);
            } else {
                problem(node, key,
                        fmt::format("không đọc được tệp {} (hoặc tệp trống, hoặc quá dài)", *path));
            }
        };
    }

    template <class Target>
    Setter integer(Target& target, std::int64_t least, std::int64_t most) {
        return [this, &target, least, most](const toml::node& node, const std::string& key) {
            const auto value = node.value_exact<std::int64_t>();
            if (value && *value >= least && *value <= most) {
                target = Target(*value);
            } else {
                problem(node, key, fmt::format("phải là số nguyên từ {} đến {}", least, most));
            }
        };
    }

    Setter fraction(double& target, double least, double most) {
        return [this, &target, least, most](const toml::node& node, const std::string& key) {
            const auto value = node.value<double>();
            if (value && *value >= least && *value <= most) {
                target = *value;
            } else {
                problem(node, key, fmt::format("phải là số từ {} đến {}", least, most));
            }
        };
    }

    template <class Target, class Parse>
    Setter one_of(Target& target, Parse parse, std::string names) {
        return [this, &target, parse, names](const toml::node& node, const std::string& key) {
            const auto value = node.value_exact<std::string>();
            const auto parsed = value ? parse(*value) : std::nullopt;
            if (parsed) {
                target = *parsed;
            } else {
                problem(node, key, "phải là một trong: " + names);
            }
        };
    }

    void describe() {
        auto& c = config_;
        keys_ = {
            {"server.address", text(c.address)},
            {"server.port", integer(c.port, 0, 65535)},
            {"server.public_url", text(c.public_url)},
            {"server.tls_certificate", text(c.tls_certificate)},
            {"server.tls_key", text(c.tls_key)},
            {"server.trusted_proxies", texts(c.trusted_proxies)},
            {"server.worker_threads", integer(c.worker_threads, 2, 64)},
            {"server.header_bytes", integer(c.header_bytes, 2048, 65536)},
            {"server.connections", integer(c.connections, 10, 1'000'000)},
            {"server.connections_per_address", integer(c.connections_per_address, 0, 1'000'000)},
            {"server.header_seconds", integer(c.header_time, 1, 600)},
            {"server.body_seconds", integer(c.body_time, 1, 600)},
            {"server.idle_seconds", integer(c.idle_time, 1, 3600)},
            {"server.stop_seconds", integer(c.stop_time, 1, 600)},
            {"store.url", text(c.store_url)},
            {"answers.precision", fraction(c.precision, 0.5, 0.999)},
            {"answers.territory", text(c.territory)},
            {"web_chat.allowed_origins", origins(c.allowed_origins)},
            {"web_chat.messages_per_minute", integer(c.messages_per_minute, 1, 100'000)},
            {"web_chat.suggestions", texts(c.suggestions)},
            {"web.folder", text(c.web_folder)},
            {"log.level", one_of(c.log_level, parse_log_level, "debug, info, warning, error")},
            {"log.format", one_of(c.log_format, parse_log_format, "json, text")},
            {"access.session_hours", integer(c.session_lifetime, 1, 720)},
            {"zalo_oa.app_id", text(c.zalo_oa.app_id)},
            {"zalo_oa.oa_id", text(c.zalo_oa.oa_id)},
            {"zalo_oa.app_secret_file", secret_file(c.zalo_oa.app_secret)},
            {"zalo_oa.webhook_secret_file", secret_file(c.zalo_oa.webhook_secret)},
            {"zalo_oa.verifier",
             text_that(is_verifier, c.zalo_oa.verifier,
                       "chỉ gồm chữ không dấu, số, dấu - và dấu _: phần giữa zalo_verifier và .html")},
            {"zalo_oa.code_verifier", text(c.zalo_oa.code_verifier)},
            {"zalo_oa.send_proof", flag(c.zalo_oa.send_proof)},
            {"zalo_oa.prefixes", texts(c.zalo_oa.prefixes)},
            {"zalo_oa.sure", fraction(c.zalo_oa.sure, 0.5, 0.9999)},
            {"zalo_oa.unasked_minutes", integer(c.zalo_oa.unasked_pause, 1, 10'080)},
            {"zalo_oa.api_url", base_url(c.zalo_oa.api_url)},
            {"zalo_oa.oauth_url", base_url(c.zalo_oa.oauth_url)},
            {"zalo_bot.token_file", secret_file(c.zalo_bot.token)},
            {"zalo_bot.webhook_secret_file", secret_file(c.zalo_bot.webhook_secret)},
            {"zalo_bot.api_url", base_url(c.zalo_bot.api_url)},
            {"outgoing.proxy", text_that(is_proxy, c.outgoing.proxy, "phải có dạng \"http://may-chu:cong\"")},
            {"outgoing.ca_certificates", text(c.outgoing.ca_certificates)},
        };
    }

    std::string file_;
    Config& config_;
    std::map<std::string, Setter, std::less<>> keys_;
    std::vector<ConfigProblem> problems_;
};

}  // namespace

std::string to_line(const ConfigProblem& problem) {
    std::string line = problem.file;
    if (problem.line != 0) {
        line += fmt::format(", dòng {}", problem.line);
    }
    if (!problem.key.empty()) {
        line += fmt::format(", khóa {}", problem.key);
    }
    return line + ": " + problem.message;
}

std::variant<Config, std::vector<ConfigProblem>> read_config(
    const std::optional<std::filesystem::path>& file) {
    Config config;
    config.suggestions = {"Nộp hồ sơ một cửa ở đâu khi không còn cấp huyện?",
                          "Nghị định 61/2018 về một cửa còn hiệu lực không?",
                          "Đăng nhập Cổng Dịch vụ công quốc gia bằng tài khoản nào?"};
    std::vector<ConfigProblem> problems;
    if (file) {
        const auto parsed = toml::parse_file(file->string());
        if (!parsed) {
            const auto& error = parsed.error();
            const auto line = error.source().begin.line;
            const auto message = line == 0 ? std::string("không đọc được tệp cấu hình này")
                                           : fmt::format("sai cú pháp TOML ({})", error.description());
            return std::vector<ConfigProblem>{{file->string(), line, "", message}};
        }
        problems = Reader(file->string(), config).read(parsed.table());
    }
    take_environment(config);
    check_together(config, file ? file->string() : std::string(), problems);
    if (!problems.empty()) {
        return problems;
    }
    return config;
}

std::string store_url(const Config& config) {
    if (!config.store_url.empty()) {
        return config.store_url;
    }
    return "sqlite://" + std::filesystem::absolute(config.data / "reformdesk.sqlite").string();
}

std::filesystem::path index_folder(const Config& config) {
    return config.data / "index";
}

}  // namespace reformdesk
