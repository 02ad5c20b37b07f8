#include "server/api/static_files.hpp"

#include "server/access/access.hpp"

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace reformdesk::api {

namespace {

using net::Request;
using net::Response;

constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) {
        throw std::runtime_error("cannot read " + path.string());
    }
    return std::move(text).str();
}

std::string_view media_type(std::string_view file) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".yaml", "text/yaml; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
    }};
    for (const auto& [ending, type] : types) {
        if (file.ends_with(ending)) {
            return type;
        }
    }
    return "application/octet-stream";
}

// Whether the client takes this coding; "br;q=0" says that it does not.
bool accepts(std::string_view accept_encoding, std::string_view coding) {
    while (!accept_encoding.empty()) {
        const auto comma = accept_encoding.find(',');
        auto part = accept_encoding.substr(0, comma);
        accept_encoding.remove_prefix(comma == std::string_view::npos ? accept_encoding.size() : comma + 1);
        part.remove_prefix(std::min(part.find_first_not_of(" \t"), part.size()));
        const auto name = part.substr(0, part.find_first_of(" \t;"));
        if (name == coding) {
            const auto quality = part.find("q=0");
            return quality == std::string_view::npos || part.find_first_of("123456789", quality) != part.npos;
        }
    }
    return false;
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
    return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

}  // namespace

struct StaticFiles::File {
    struct Form {
        std::shared_ptr<const std::string> content;
        std::string etag;
    };
    std::string type;
    std::string cache_control;
    bool any_origin = false;
    Form plain;
    std::optional<Form> gzip;
    std::optional<Form> brotli;
};

StaticFiles::StaticFiles(const std::filesystem::path& folder) {
    const auto form_of = [&](const std::string& file) {
        auto content = read_file(folder / file);
        auto etag = "\"" + access::hash_token(content).substr(0, 32) + "\"";
        return File::Form{std::make_shared<const std::string>(std::move(content)), std::move(etag)};
    };
    std::error_code missing;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, missing)) {
        const auto name = std::filesystem::relative(entry.path(), folder).generic_string();
        if (!entry.is_regular_file() || name.ends_with(".gz") || name.ends_with(".br")) {
            continue;
        }
        File file;
        file.type = media_type(name);
        // Names below assets carry a hash of their content, so they never change.
        file.cache_control = name.find("/assets/") != std::string::npos
                                 ? "public, max-age=31536000, immutable"
                                 : "public, max-age=0, must-revalidate";
        file.any_origin = name == "widget.js";
        file.plain = form_of(name);
        if (std::filesystem::exists(folder / (name + ".gz"))) {
            file.gzip = form_of(name + ".gz");
        }
        if (std::filesystem::exists(folder / (name + ".br"))) {
            file.brotli = form_of(name + ".br");
        }
        files_.emplace(name, std::move(file));
    }
    if (!files_.contains("widget.js")) {
        throw std::runtime_error(folder.string() + " holds no built web files");
    }
}

StaticFiles::~StaticFiles() = default;

Response StaticFiles::respond(const Request& request, const std::string& name) const {
    const auto found = files_.find(name);
    if (found == files_.end()) {
        return net::problem(404, "not_found", "Không có trang này");
    }
    const auto& file = found->second;
    const auto codings = request.header("accept-encoding").value_or("");
    const auto* form = &file.plain;
    std::string_view coding;
    if (file.brotli && accepts(codings, "br")) {
        form = &*file.brotli;
        coding = "br";
    } else if (file.gzip && accepts(codings, "gzip")) {
        form = &*file.gzip;
        coding = "gzip";
    }
    Response response;
    response.headers.emplace_back("ETag", form->etag);
    response.headers.emplace_back("Cache-Control", file.cache_control);
    response.headers.emplace_back("Vary", "Accept-Encoding");
    add_security_headers(response);
    if (file.any_origin) {
        response.headers.emplace_back("Access-Control-Allow-Origin", "*");
        response.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
    }
    if (matches_etag(request.header("if-none-match").value_or(""), form->etag)) {
        response.status = 304;
        return response;
    }
    response.headers.emplace_back("Content-Type", file.type);
    if (!coding.empty()) {
        response.headers.emplace_back("Content-Encoding", coding);
    }
    response.shared_body = form->content;
    return response;
}

void add_security_headers(Response& response) {
    response.headers.emplace_back("Content-Security-Policy", content_security_policy);
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("X-Frame-Options", "DENY");
}

namespace {

net::Route redirect(std::string pattern, const std::string& target, unsigned status) {
    net::Route route;
    route.method = "GET";
    route.pattern = std::move(pattern);
    Response response;
    response.status = status;
    response.headers.emplace_back("Location", target);
    // Also a permanent one may be taken back by a later version.
    response.headers.emplace_back("Cache-Control", "public, max-age=3600");
    add_security_headers(response);
    route.handler =
        net::Handler([response = std::make_shared<const Response>(std::move(response))](
                         net::RequestPointer) -> boost::asio::awaitable<Response> { co_return *response; });
    return route;
}

}  // namespace

std::vector<net::Route> static_routes(std::shared_ptr<const StaticFiles> files) {
    const auto serve = [files](std::string pattern, std::string file) {
        net::Route route;
        route.method = "GET";
        route.pattern = std::move(pattern);
        route.handler = net::Handler(
            [files, file = std::move(file)](net::RequestPointer request) -> boost::asio::awaitable<Response> {
                co_return files->respond(*request, file);
            });
        return route;
    };
    const auto serve_below = [files](const std::string& prefix) {
        net::Route route;
        route.method = "GET";
        route.pattern = "/" + prefix + "/*";
        route.handler =
            net::Handler([files, prefix](net::RequestPointer request) -> boost::asio::awaitable<Response> {
                co_return files->respond(*request, prefix + "/" + std::string(request->parameter("*")));
            });
        return route;
    };
    return {
        redirect("/", "/demo", 302),
        serve("/widget.js", "widget.js"),
        redirect("/demo/", "/demo", 301),
        serve("/demo", "demo/index.html"),
        serve_below("demo"),
        redirect("/console", "/console/", 301),
        serve("/console/", "console/index.html"),
        serve_below("console/assets"),
        serve("/tra-cuu", "lookup/index.html"),
        serve("/tra-cuu/", "lookup/index.html"),
        serve_below("lookup/assets"),
        redirect("/api/", "/api", 301),
        serve("/api", "api/index.html"),
        serve_below("api/assets"),
        serve("/api/openapi.json", "api/openapi.json"),
        serve("/api/openapi.yaml", "api/openapi.yaml"),
        serve("/favicon.svg", "favicon.svg"),
    };
}

}  // namespace reformdesk::api
