// What an expert writes to the bot about tickets: "#1024 Hồ sơ nộp tại …". Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::desk {

enum class ExpertAction {
    answer,
    take,     ///< "nhận"
    forward,  ///< "chuyển Phòng Tài chính"
    done,     ///< "xong": closes without another word
    show,     ///< "?": the question with its conversation
};

struct ExpertCommand {
    std::int64_t ticket = 0;
    ExpertAction action = ExpertAction::show;
    std::string text = {};  ///< of answer the answer, of forward the unit

    bool operator==(const ExpertCommand&) const = default;
};

/// A command names its ticket at the beginning, "#1024 …", "# 1024: …" or "#1024, …"; "#1024" alone shows
/// it. Command words may lack diacritics, and are commands only when nothing else follows but a full stop
/// ("nhận được rồi" is an answer); "chuyển" needs its unit, and alone shows the ticket. Nothing for other
/// texts.
std::optional<ExpertCommand> read_expert_command(std::string_view text);

/// The same for a message that replies to one about `ticket`: no number is needed, and a text without one is
/// an answer.
ExpertCommand read_expert_reply(std::string_view text, std::int64_t ticket);

}  // namespace reformdesk::desk
