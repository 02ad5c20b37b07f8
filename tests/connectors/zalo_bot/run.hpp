// Runs one awaitable to its end.
#pragma once

#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_bot {

template <class Value>
Value run(boost::asio::awaitable<Value> work) {
    boost::asio::io_context context;
    std::optional<Value> result;
    boost::asio::co_spawn(context, std::move(work), [&result](std::exception_ptr error, Value value) {
        EXPECT_EQ(error, nullptr);
        result = std::move(value);
    });
    context.run();
    return std::move(result).value();
}

inline void run(boost::asio::awaitable<void> work) {
    boost::asio::io_context context;
    boost::asio::co_spawn(context, std::move(work),
                          [](std::exception_ptr error) { EXPECT_EQ(error, nullptr); });
    context.run();
}

}  // namespace reformdesk::connectors::zalo_bot
