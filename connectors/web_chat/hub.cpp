#include "connectors/web_chat/hub.hpp"

#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

namespace reformdesk::connectors::web_chat {

struct Hub::Registry {
    // Shared, so that a watcher which ends its own subscription lives on until it has returned.
    using Watchers = std::map<std::uint64_t, std::shared_ptr<const Watcher>>;

    std::unordered_map<std::string, Watchers> conversations;
    std::uint64_t next_key = 1;
    std::size_t count = 0;

    void remove(const std::string& conversation, std::uint64_t key) {
        const auto found = conversations.find(conversation);
        if (found == conversations.end() || found->second.erase(key) == 0) {
            return;
        }
        --count;
        if (found->second.empty()) {
            conversations.erase(found);
        }
    }

    std::shared_ptr<const Watcher> find(const std::string& conversation, std::uint64_t key) const {
        const auto found = conversations.find(conversation);
        if (found == conversations.end()) {
            return nullptr;
        }
        const auto watcher = found->second.find(key);
        return watcher == found->second.end() ? nullptr : watcher->second;
    }

    // Watchers may come and go while they are called: those there at the start and still there in their turn
    // are told.
    std::size_t tell(const std::string& conversation, std::int64_t sequence) const {
        const auto found = conversations.find(conversation);
        if (found == conversations.end()) {
            return 0;
        }
        std::vector<std::uint64_t> keys;
        for (const auto& [key, watcher] : found->second) {
            keys.push_back(key);
        }
        std::size_t told = 0;
        for (const auto key : keys) {
            if (const auto watcher = find(conversation, key)) {
                (*watcher)(sequence);
                ++told;
            }
        }
        return told;
    }
};

Hub::Subscription::Subscription(std::weak_ptr<Registry> registry, std::string conversation, std::uint64_t key)
    : registry_(std::move(registry)), conversation_(std::move(conversation)), key_(key) {}

Hub::Subscription::Subscription(Subscription&& other) noexcept
    : registry_(std::exchange(other.registry_, {})),
      conversation_(std::move(other.conversation_)),
      key_(std::exchange(other.key_, 0)) {}

Hub::Subscription& Hub::Subscription::operator=(Subscription&& other) noexcept {
    if (this != &other) {
        reset();
        registry_ = std::exchange(other.registry_, {});
        conversation_ = std::move(other.conversation_);
        key_ = std::exchange(other.key_, 0);
    }
    return *this;
}

Hub::Subscription::~Subscription() {
    reset();
}

void Hub::Subscription::reset() {
    if (const auto registry = std::exchange(registry_, {}).lock()) {
        registry->remove(conversation_, key_);
    }
}

Hub::Hub() : registry_(std::make_shared<Registry>()) {}

Hub::~Hub() = default;

Hub::Subscription Hub::subscribe(const std::string& conversation, Watcher watcher) {
    const auto key = registry_->next_key++;
    registry_->conversations[conversation].emplace(key, std::make_shared<const Watcher>(std::move(watcher)));
    ++registry_->count;
    return Subscription(registry_, conversation, key);
}

boost::asio::awaitable<DeliveryResult> Hub::send(OutboundMessage message) {
    const auto registry = registry_;
    DeliveryResult result;
    const auto told = registry->tell(message.conversation, message.sequence);
    result.outcome = told > 0 ? DeliveryOutcome::delivered : DeliveryOutcome::waiting;
    co_return result;
}

std::size_t Hub::notify(const std::string& conversation) {
    const auto registry = registry_;
    return registry->tell(conversation, 0);
}

std::size_t Hub::watchers() const {
    return registry_->count;
}

std::size_t Hub::conversations() const {
    return registry_->conversations.size();
}

}  // namespace reformdesk::connectors::web_chat
