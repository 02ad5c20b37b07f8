#include "server/web_folder.hpp"

#include <array>

namespace reformdesk {

std::filesystem::path find_web_folder(const Config& config) {
    if (!config.web_folder.empty()) {
        return config.web_folder;
    }
    std::error_code unknown;
    const auto binary = std::filesystem::read_symlink("/proc/self/exe", unknown);
    const auto beside = binary.parent_path();
    // A build tree is build/<preset>/server below the sources.
    const std::array<std::filesystem::path, 4> places{
        beside / "web",
        beside / "../../../server/web/dist",
        "/usr/local/share/reformdesk/web",
        "/usr/share/reformdesk/web",
    };
    for (const auto& place : places) {
        if (std::filesystem::exists(place / "widget.js", unknown)) {
            return std::filesystem::weakly_canonical(place, unknown);
        }
    }
    return places.back();
}

}  // namespace reformdesk
