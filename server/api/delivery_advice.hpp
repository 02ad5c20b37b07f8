// What experts read about a reply that did not reach its asker.
#pragma once

#include "server/desk/channel_store.hpp"

#include <string>

namespace reformdesk::api {

struct DeliveryAdvice {
    std::string problem;  ///< one Vietnamese sentence: what is wrong
    std::string advice;   ///< what to do about it
};

DeliveryAdvice advice_on(const desk::TroubledDelivery& delivery);

}  // namespace reformdesk::api
