// Links between accounts of the console and contacts, in memory.
#pragma once

#include "server/desk/channel_store.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace reformdesk::fakes {

/// Thread-safe.
class LinkStore : public desk::LinkStore {
  public:
    /// An account that may be linked; one that isn't here counts as disabled.
    void add_account(std::int64_t id, std::string name, std::string display_name) {
        const std::scoped_lock lock(links_mutex_);
        accounts_[id] = {std::move(name), std::move(display_name)};
    }
    void disable_account(std::int64_t id) {
        const std::scoped_lock lock(links_mutex_);
        accounts_.erase(id);
    }

    void put_link_code(const std::string& code_hash, std::int64_t account,
                       desk::Timestamp expires_at) override {
        const std::scoped_lock lock(links_mutex_);
        codes_[account] = {code_hash, expires_at};
    }

    std::optional<desk::AccountLink> redeem_link_code(const std::string& code_hash,
                                                      connectors::Channel channel, const std::string& contact,
                                                      desk::Timestamp now) override {
        const std::scoped_lock lock(links_mutex_);
        const auto code = std::find_if(codes_.begin(), codes_.end(), [&](const auto& each) {
            return each.second.hash == code_hash && each.second.expires_at > now &&
                   accounts_.contains(each.first);
        });
        if (code == codes_.end()) {
            return std::nullopt;
        }
        desk::AccountLink link;
        link.account = code->first;
        link.channel = channel;
        link.contact = contact;
        link.linked_at = now;
        codes_.erase(code);
        std::erase_if(links_, [&](const auto& known) {
            return known.channel == channel && (known.contact == contact || known.account == link.account);
        });
        links_.push_back(link);
        return named(link);
    }

    std::optional<desk::AccountLink> link_of(connectors::Channel channel,
                                             const std::string& contact) override {
        const std::scoped_lock lock(links_mutex_);
        for (const auto& link : links_) {
            if (link.channel == channel && link.contact == contact && accounts_.contains(link.account)) {
                return named(link);
            }
        }
        return std::nullopt;
    }

    std::vector<desk::AccountLink> links() override {
        const std::scoped_lock lock(links_mutex_);
        std::vector<desk::AccountLink> found;
        for (const auto& link : links_) {
            if (accounts_.contains(link.account)) {
                found.push_back(named(link));
            }
        }
        std::sort(found.begin(), found.end(), [](const auto& one, const auto& other) {
            return std::tie(one.name, one.channel) < std::tie(other.name, other.channel);
        });
        return found;
    }

    void set_link_topics(std::int64_t account, connectors::Channel channel,
                         std::span<const std::string> topics) override {
        const std::scoped_lock lock(links_mutex_);
        for (auto& link : links_) {
            if (link.account == account && link.channel == channel) {
                link.topics.assign(topics.begin(), topics.end());
            }
        }
    }

    bool remove_link(std::int64_t account, connectors::Channel channel, desk::Timestamp) override {
        const std::scoped_lock lock(links_mutex_);
        return std::erase_if(links_, [&](const auto& link) {
                   return link.account == account && link.channel == channel;
               }) > 0;
    }

  private:
    struct Account {
        std::string name;
        std::string display_name;
    };
    struct Code {
        std::string hash;
        desk::Timestamp expires_at;
    };

    desk::AccountLink named(desk::AccountLink link) const {
        const auto& account = accounts_.at(link.account);
        link.name = account.name;
        link.display_name = account.display_name;
        return link;
    }

    std::mutex links_mutex_;
    std::map<std::int64_t, Account> accounts_;
    std::map<std::int64_t, Code> codes_;
    std::vector<desk::AccountLink> links_;
};

}  // namespace reformdesk::fakes
