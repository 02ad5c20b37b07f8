// What the doctor looks at of Zalo's channels.
#pragma once

#include "server/config.hpp"
#include "server/desk/channel_store.hpp"
#include "server/doctor_report.hpp"

namespace reformdesk {

struct ZaloDoctorParts {
    const Config& config;
    desk::SettingStore& settings;
    desk::EventStore& events;
    desk::Timestamp now;
};

/// Addresses, tokens and the events that came; says nothing of a channel that is switched off. Asks nobody
/// over the network. Throws desk::StoreError.
void check_zalo(const ZaloDoctorParts& parts, DoctorReport& report);

}  // namespace reformdesk
