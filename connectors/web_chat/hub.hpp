// Who is watching which conversation. A push is only a hint to read the log; the hub never carries content.
#pragma once

#include "connectors/connector.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace reformdesk::connectors::web_chat {

/// Lives on the I/O thread; never blocks.
class Hub : public Connector {
    struct Registry;

  public:
    /// Gets the sequence of an entry that is in the log now; 0 when only the conversation's tickets changed.
    /// Called on the I/O thread, from within send or notify: it must not throw, and may subscribe and
    /// unsubscribe anyone, itself too.
    using Watcher = std::function<void(std::int64_t sequence)>;

    /// Ends the subscription when destroyed; may outlive the hub. After that the watcher is not called again.
    class Subscription {
      public:
        Subscription() = default;
        ~Subscription();
        Subscription(Subscription&& other) noexcept;
        Subscription& operator=(Subscription&& other) noexcept;

        void reset();

      private:
        friend class Hub;
        Subscription(std::weak_ptr<Registry> registry, std::string conversation, std::uint64_t key);

        std::weak_ptr<Registry> registry_;
        std::string conversation_;
        std::uint64_t key_ = 0;
    };

    Hub();
    ~Hub() override;

    /// Watches a conversation, named by the channel's id of it.
    [[nodiscard]] Subscription subscribe(const std::string& conversation, Watcher watcher);

    Channel channel() const override { return Channel::web_chat; }
    /// Delivered when somebody watches, otherwise waiting: the visitor reads the log on coming back.
    boost::asio::awaitable<DeliveryResult> send(OutboundMessage message) override;
    /// The conversation's tickets changed. Returns how many were told.
    std::size_t notify(const std::string& conversation);

    std::size_t watchers() const;
    std::size_t conversations() const;

  private:
    std::shared_ptr<Registry> registry_;
};

}  // namespace reformdesk::connectors::web_chat
