// Tells the API how the channels are: it may not know what they are made of.
#pragma once

#include "server/api/channel_status.hpp"
#include "server/config.hpp"
#include "server/zalo.hpp"

namespace reformdesk {

/// On the I/O thread.
api::ChannelsStatus channels_status(const Config& config, const Zalo& zalo);

}  // namespace reformdesk
