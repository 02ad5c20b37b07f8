#include "server/net/stream.hpp"

namespace reformdesk::net {

void Stream::tls_read(boost::asio::mutable_buffer into, Transferred handler) {
    tls_->async_read_some(into, std::move(handler));
}

void Stream::tls_write(boost::asio::const_buffer from, Transferred handler) {
    tls_->async_write_some(from, std::move(handler));
}

}  // namespace reformdesk::net
