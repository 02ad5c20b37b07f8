// A small page without a script, for browsers that come back from elsewhere.
#pragma once

#include "server/net/http.hpp"

#include <string>

namespace reformdesk::api {

/// Plain texts: they are escaped.
struct ResultPage {
    std::string title;
    std::string text;
    std::string link;  ///< a path of this server
    std::string link_text;
};

/// Vietnamese HTML under a policy that allows nothing but its own style; never cached, never in a frame.
net::Response result_page(unsigned status, const ResultPage& page);

}  // namespace reformdesk::api
