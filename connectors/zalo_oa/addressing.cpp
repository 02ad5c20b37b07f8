#include "connectors/zalo_oa/addressing.hpp"

#include "connectors/json_fields.hpp"
#include "connectors/plain_text.hpp"

#include <algorithm>

namespace reformdesk::connectors::zalo_oa {

namespace {

constexpr std::string_view opening = "[@";
constexpr std::size_t most_mentions = 100;

bool is_id_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

// The id of the mention that the text begins with; empty when it begins with none.
std::string_view mention_at(std::string_view text) {
    if (!text.starts_with(opening)) {
        return {};
    }
    const auto rest = text.substr(opening.size());
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_id_character);
    const auto length = static_cast<std::size_t>(end - rest.begin());
    return length <= longest_id && end != rest.end() && *end == ']' ? rest.substr(0, length)
                                                                    : std::string_view();
}

std::size_t bytes_of_mention(std::string_view id) {
    return opening.size() + id.size() + 1;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

// Puts together what is left when mentions go: one space for any run of blanks, none at the ends of lines and
// before punctuation that followed a mention.
class Tidy {
  public:
    void add(char c) {
        if (c == ' ' || c == '\t') {
            gap_ = true;
        } else if (c == '\n') {
            gap_ = false;
            text_ += c;
        } else {
            const bool joins =
                after_mention_ && std::string_view(",.;:?!)").find(c) != std::string_view::npos;
            const bool at_start = text_.empty() || text_.back() == '\n';
            if (joins && at_start) {
                return;  // "[@bot], cho hỏi"
            }
            if (gap_ && !joins && !at_start) {
                text_ += ' ';
            }
            text_ += c;
            gap_ = false;
        }
        after_mention_ = after_mention_ && gap_;
    }
    void add_mention() {
        gap_ = true;
        after_mention_ = true;
    }
    std::string text() const { return std::string(trimmed(text_)); }

  private:
    std::string text_;
    bool gap_ = false;
    bool after_mention_ = false;
};

}  // namespace

std::vector<std::string> mentioned_ids(std::string_view text) {
    std::vector<std::string> ids;
    for (auto at = text.find(opening); at != std::string_view::npos; at = text.find(opening, at + 1)) {
        const auto id = mention_at(text.substr(at));
        if (!id.empty() && ids.size() < most_mentions && std::find(ids.begin(), ids.end(), id) == ids.end()) {
            ids.emplace_back(id);
        }
    }
    return ids;
}

Mention read_mention(std::string_view text, std::string_view bot) {
    Mention mention;
    Tidy tidy;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto id = mention_at(text.substr(at));
        if (id.empty()) {
            tidy.add(text[at++]);
            continue;
        }
        mention.of_bot = mention.of_bot || id == bot;
        tidy.add_mention();
        at += bytes_of_mention(id);
    }
    mention.text = tidy.text();
    return mention;
}

std::optional<std::string> text_behind_prefix(std::string_view text, std::string_view prefix) {
    text = trimmed(text);
    prefix = trimmed(prefix);
    if (prefix.empty() || text.size() < prefix.size()) {
        return std::nullopt;
    }
    const bool begins = std::equal(prefix.begin(), prefix.end(), text.begin(),
                                   [](char wanted, char c) { return lower(wanted) == lower(c); });
    const auto rest = text.substr(prefix.size());
    return begins && (rest.empty() || is_white(rest.front())) ? std::optional(std::string(trimmed(rest)))
                                                              : std::nullopt;
}

}  // namespace reformdesk::connectors::zalo_oa
