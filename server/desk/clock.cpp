#include "server/desk/clock.hpp"

namespace reformdesk::desk {

kb_index::Date day_in_vietnam(Timestamp at) {
    using namespace std::chrono;
    return kb_index::Date{floor<days>(at + hours{7})};
}

}  // namespace reformdesk::desk
