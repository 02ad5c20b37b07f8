// The command line's `zalo consent`: granting access to an Official Account without the console.
#pragma once

#include "connectors/http_client.hpp"
#include "server/command_line.hpp"
#include "server/config.hpp"
#include "server/desk/channel_store.hpp"
#include "server/desk/clock.hpp"

#include <iosfwd>

namespace reformdesk {

/// What it stands on; everything outlives the call.
struct ZaloConsentParts {
    const Config& config;
    desk::SettingStore& settings;
    const desk::Clock& clock;
    std::ostream& out;
    std::ostream& err;
};

/// Without a code: says where a browser has to go, and how to go on with the code that it brings back. With
/// one: fetches the tokens from Zalo and stores them; a running server finds them by itself. The exit code.
int zalo_consent(const ZaloConsentCommand& command, const ZaloConsentParts& parts);

}  // namespace reformdesk
