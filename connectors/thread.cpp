#include "connectors/thread.hpp"

namespace reformdesk::connectors {

namespace {

constexpr std::string_view person_prefix = "person:";
constexpr std::string_view group_prefix = "group:";
constexpr std::string_view anonymous_prefix = "anonymous:";

std::string escaped(std::string_view id) {
    std::string text;
    for (const char c : id) {
        if (c == '%') {
            text += "%25";
        } else if (c == '/') {
            text += "%2F";
        } else {
            text += c;
        }
    }
    return text;
}

std::optional<std::string> unescaped(std::string_view text) {
    std::string id;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '/') {
            return std::nullopt;
        }
        if (text[at] != '%') {
            id += text[at];
            continue;
        }
        const auto code = text.substr(at, 3);
        if (code != "%25" && code != "%2F") {
            return std::nullopt;
        }
        id += code == "%25" ? '%' : '/';
        at += 2;
    }
    return id.empty() ? std::nullopt : std::optional(id);
}

struct Pair {
    std::string first;
    std::string second;
};

std::optional<Pair> pair_in(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    const auto first = unescaped(text.substr(0, slash));
    const auto second = unescaped(text.substr(slash + 1));
    if (!first || !second) {
        return std::nullopt;
    }
    return Pair{*first, *second};
}

}  // namespace

std::string to_conversation(const Thread& thread) {
    if (!thread.group.empty()) {
        return std::string(group_prefix) + escaped(thread.group) + "/" + escaped(thread.person);
    }
    if (!thread.anonymous.empty()) {
        return std::string(anonymous_prefix) + escaped(thread.anonymous) + "/" + escaped(thread.person);
    }
    return std::string(person_prefix) + escaped(thread.person);
}

std::optional<Thread> parse_thread(std::string_view conversation) {
    if (conversation.starts_with(person_prefix)) {
        const auto person = unescaped(conversation.substr(person_prefix.size()));
        return person ? std::optional(Thread{*person, {}, {}}) : std::nullopt;
    }
    if (conversation.starts_with(group_prefix)) {
        const auto pair = pair_in(conversation.substr(group_prefix.size()));
        return pair ? std::optional(Thread{pair->second, pair->first, {}}) : std::nullopt;
    }
    if (conversation.starts_with(anonymous_prefix)) {
        const auto pair = pair_in(conversation.substr(anonymous_prefix.size()));
        return pair ? std::optional(Thread{pair->second, {}, pair->first}) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace reformdesk::connectors
