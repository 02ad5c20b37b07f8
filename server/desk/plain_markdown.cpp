#include "server/desk/plain_markdown.hpp"

#include <algorithm>

namespace reformdesk::desk {

namespace {

constexpr std::string_view bold = "**";
// As in the web's Markdown.
constexpr std::string_view escapable = "\\*[]()_#-";
constexpr std::size_t longest_address = 2048;

// Where the round bracket closes with which `line` begins: an address may hold some of its own.
std::size_t closing_bracket(std::string_view line) {
    int depth = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        depth += line[at] == '(' ? 1 : 0;
        depth -= line[at] == ')' ? 1 : 0;
        if (depth == 0) {
            return at;
        }
    }
    return std::string_view::npos;
}

// Text without marks of lists.
class Inline {
  public:
    explicit Inline(std::string& plain) : plain_(plain) {}

    void add(std::string_view line) {
        for (std::size_t at = 0; at < line.size();) {
            const auto rest = line.substr(at);
            auto taken = take_bold(rest);
            taken = taken == 0 ? take_link(rest) : taken;
            at += taken == 0 ? take_character(rest) : taken;
        }
    }

  private:
    std::size_t take_bold(std::string_view line) {
        if (!line.starts_with(bold)) {
            return 0;
        }
        if (in_bold_) {
            in_bold_ = false;
            return bold.size();
        }
        const auto end = line.find(bold, bold.size());
        in_bold_ = end != std::string_view::npos && end > bold.size() && line[bold.size()] != ' ' &&
                   line[end - 1] != ' ';
        return in_bold_ ? bold.size() : 0;
    }

    // "[words](address)"; nothing is taken when it is no link.
    std::size_t take_link(std::string_view line) {
        const auto middle = line.front() == '[' ? line.find_first_of("[]", 1) : std::string_view::npos;
        if (middle == std::string_view::npos || !line.substr(middle).starts_with("](")) {
            return 0;
        }
        const auto end = closing_bracket(line.substr(middle + 1, longest_address + 2));
        if (end == std::string_view::npos) {
            return 0;
        }
        const auto address = line.substr(middle + 2, end - 1);
        if (!address.starts_with("http://") && !address.starts_with("https://")) {
            return 0;
        }
        std::string words;
        Inline(words).add(line.substr(1, middle - 1));
        plain_ += words;
        if (words.empty()) {
            plain_ += address;
        } else if (words != address) {
            plain_.append(" (").append(address).append(")");
        }
        return middle + 1 + end + 1;
    }

    std::size_t take_character(std::string_view line) {
        const bool escaped =
            line.front() == '\\' && line.size() > 1 && escapable.find(line[1]) != std::string_view::npos;
        plain_ += escaped ? line[1] : line.front();
        return escaped ? 2 : 1;
    }

    std::string& plain_;
    bool in_bold_ = false;
};

// The length of a list item's mark at the beginning of a line, with what stands before it.
std::size_t take_bullet(std::string_view line, std::string& plain) {
    const auto indent = line.find_first_not_of(' ');
    if (indent == std::string_view::npos || indent + 1 >= line.size() || line[indent + 1] != ' ' ||
        std::string_view("-*+").find(line[indent]) == std::string_view::npos) {
        return 0;
    }
    plain.append(indent, ' ').append("• ");
    return indent + 2;
}

}  // namespace

std::string plain_markdown(std::string_view markdown) {
    std::string plain;
    plain.reserve(markdown.size());
    for (std::size_t at = 0; at < markdown.size();) {
        const auto end = std::min(markdown.find('\n', at), markdown.size());
        const auto line = markdown.substr(at, end - at);
        const auto bullet = take_bullet(line, plain);
        Inline(plain).add(line.substr(bullet));
        if (end < markdown.size()) {
            plain += '\n';
        }
        at = end + 1;
    }
    return plain;
}

}  // namespace reformdesk::desk
