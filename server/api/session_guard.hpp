// Who is asking: the console's session cookie, its CSRF token, and what the role allows. The only place that
// decides.
#pragma once

#include "server/access/access.hpp"
#include "server/api/origin.hpp"
#include "server/net/http.hpp"
#include "server/net/offload.hpp"

#include <string>
#include <variant>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::api {

inline constexpr std::string_view session_cookie = "reformdesk_session";

/// A logged-in person.
struct Identity {
    access::Account account;
    access::Session session;
    std::string token;
};

/// Lives on the I/O thread; asks the database on a worker.
class SessionGuard {
  public:
    SessionGuard(access::Access& access, net::WorkerPool& pool, const OriginRule& origins);

    /// The identity, or the refusal to answer with: 401 without a good session, 403 with a foreign Origin,
    /// without the CSRF token on a changing method, without the permission, or while the one-time password
    /// stands.
    boost::asio::awaitable<std::variant<Identity, net::Response>> admit(net::RequestPointer request,
                                                                        access::Permission permission);

    /// The same without asking for a permission or a changed password: for the session's own routes.
    boost::asio::awaitable<std::variant<Identity, net::Response>> identify(net::RequestPointer request);

    /// Whether a session is still good; for connections that live long.
    boost::asio::awaitable<bool> still_good(std::string token);

  private:
    access::Access& access_;
    net::WorkerPool& pool_;
    const OriginRule& origins_;
};

}  // namespace reformdesk::api
