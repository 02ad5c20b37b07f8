#include "tests/load/answering/options.hpp"

#include "nlp/text.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace reformdesk::load::answering {

namespace {

std::size_t number_of(const std::string& option, const std::string& text) {
    std::size_t number = 0;
    const auto end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end || number == 0) {
        throw std::invalid_argument(option + ": no number from 1: " + text);
    }
    return number;
}

// At scale only what has a bound there runs unless others are asked for.
std::vector<EngineKind> default_engines(bool scale) {
    auto kinds = engine_kinds();
    if (scale) {
        std::erase_if(kinds, [](const auto& kind) { return kind.index == nullptr; });
    }
    return kinds;
}

std::vector<EngineKind> engines_named(const std::string& list) {
    std::vector<EngineKind> chosen;
    for (const auto key : nlp::split(list, ',')) {
        const auto found = std::ranges::find(engine_kinds(), key, &EngineKind::key);
        if (found == engine_kinds().end()) {
            std::string known;
            for (const auto& kind : engine_kinds()) {
                known += " " + kind.key;
            }
            throw std::invalid_argument("--only: no engine " + std::string(key) + " among" + known);
        }
        chosen.push_back(*found);
    }
    return chosen;
}

}  // namespace

Options parse_options(const std::vector<std::string>& arguments) {
    Options options;
    std::optional<std::string> only;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        const auto& option = arguments[i];
        if (i + 1 == arguments.size()) {
            throw std::invalid_argument(option + ": no such option, or its value is missing");
        }
        const auto& value = arguments[i + 1];
        if (option == "--sets") {
            options.sets.emplace_back(value);
        } else if (option == "--scale") {
            options.scale = number_of(option, value);
        } else if (option == "--rounds") {
            options.rounds = number_of(option, value);
        } else if (option == "--json") {
            options.json = value;
        } else if (option == "--only") {
            only = value;
        } else {
            throw std::invalid_argument(option + ": no such option");
        }
    }
    options.engines = only ? engines_named(*only) : default_engines(options.scale.has_value());
    return options;
}

}  // namespace reformdesk::load::answering
