// The built web files: read once at the start, served from memory with ETag and the compression made at build
// time.
#pragma once

#include "server/net/router.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace reformdesk::api {

/// Immutable after construction; shared by the handlers it makes.
class StaticFiles {
  public:
    /// Reads every file below `folder`; "x.gz" and "x.br" are taken as compressed forms of "x". Throws
    /// std::runtime_error when the folder has no widget.js: the web part was not built.
    explicit StaticFiles(const std::filesystem::path& folder);
    ~StaticFiles();

    /// The file at this path of the folder ("console/index.html") as an answer to the request, or 404.
    net::Response respond(const net::Request& request, const std::string& file) const;

    struct File;

  private:
    std::map<std::string, File, std::less<>> files_;
};

/// Routes of all web pages and files. "/" leads to the demo page, the one page that is for everybody; every
/// other page has one address, to which the form with or without the final slash leads. The lookup page
/// answers at both forms: a redirect would lose the code in its query.
std::vector<net::Route> static_routes(std::shared_ptr<const StaticFiles> files);

/// Adds what every page carries: Content-Security-Policy, nosniff, referrer and frame rules.
void add_security_headers(net::Response& response);

}  // namespace reformdesk::api
