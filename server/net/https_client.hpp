// Asks other servers: HTTP/1.1 over TLS or in the clear, with one deadline for the whole exchange. No Beast
// here.
//
//   HttpsClient client(context, HttpsClientOptions());
//   ClientRequest request;
//   request.url = "https://api.example/v1/things";
//   ClientResult result = co_await client.request(std::move(request));
#pragma once

#include "server/net/http.hpp"
#include "server/net/name_lookup.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace reformdesk::net {

struct ClientRequest {
    std::string method = "GET";
    std::string url;  ///< absolute, http or https
    /// Host, User-Agent and all that frames the message or steers the connection are the client's own: fields
    /// of these names are left out.
    std::vector<Header> headers = {};
    std::string body = {};
    std::chrono::milliseconds deadline{15'000};  ///< from the call to the last byte of the answer
    std::size_t longest_response = 1u << 20;     ///< bytes of body
};

struct ClientResponse {
    unsigned status = 0;
    std::vector<Header> headers;  ///< of the header section only, names in lower case
    std::string body;
};

enum class ClientFailure {
    none,
    not_sent,  ///< no byte of the request has reached the server
    unknown,   ///< something was sent and no whole answer came: the server may have acted
};

struct ClientResult {
    ClientFailure failure = ClientFailure::none;
    ClientResponse response = {};  ///< when failure is none; any final status, redirects too
    std::string detail =
        {};  ///< why it failed, in English: at most a host's name, never path, query or content
};

struct HttpsClientOptions {
    std::filesystem::path extra_authorities = {};  ///< PEM; trusted beside the system's own
    std::string proxy = {};                        ///< "http://host:port" for everything; empty: none
    std::size_t exchanges = 128;                   ///< at the same time; the others wait in a queue
    std::size_t exchanges_per_origin = 64;         ///< so that one server that hangs doesn't stop the rest
    std::size_t queue = 1'024;                     ///< over it a request fails at once
    std::size_t idle_connections = 32;
    std::size_t idle_per_origin = 8;
    /// Short: a server may close an idle connection just when the next request is on its way, and then nobody
    /// knows whether that was acted on.
    std::chrono::milliseconds idle_time{4'000};
    std::size_t header_bytes = 32u << 10;
    BlockingLookup lookup = system_lookup;
};

struct ClientCounts {
    std::size_t exchanges = 0;
    std::size_t queued = 0;
    std::size_t idle = 0;
};

/// Lives on one I/O thread, and ends before its context.
class HttpsClient {
  public:
    /// Throws std::runtime_error when the extra authorities or the proxy's URL are unusable.
    HttpsClient(boost::asio::io_context& context, HttpsClientOptions options);
    ~HttpsClient();  ///< stops
    HttpsClient(const HttpsClient&) = delete;
    HttpsClient& operator=(const HttpsClient&) = delete;

    /// Doesn't throw for what the network does. A connection that the server closed before it answered is
    /// tried once more, on a new one, when the method is idempotent or nothing had been written. Follows no
    /// redirects.
    boost::asio::awaitable<ClientResult> request(ClientRequest request);

    /// Ends every exchange and every wait, and closes what is idle; requests fail from then on.
    void stop();

    ClientCounts counts() const;

  private:
    struct Implementation;
    std::shared_ptr<Implementation> implementation_;
};

}  // namespace reformdesk::net
