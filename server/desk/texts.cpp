#include "server/desk/texts.hpp"

#include "nlp/text.hpp"
#include "server/desk/clock.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace reformdesk::desk::texts {

namespace {

// What follows every hand-over: where the answer will come, and when people work.
std::string with_when_and_where(std::string text) {
    return text +
           " Câu trả lời sẽ đến ngay tại đây, trong giờ làm việc (thứ Hai đến thứ Sáu, 7:30–11:30 và "
           "13:30–17:00).";
}

std::string numbered(std::int64_t number) {
    return "phiếu #" + std::to_string(number);
}

// "10:05 ngày 24/11/2026" in Vietnam.
std::string moment(Timestamp at) {
    using namespace std::chrono;
    const auto local = at + hours{7};
    const auto date = day_in_vietnam(at);
    const hh_mm_ss time{floor<minutes>(local - floor<days>(local))};
    std::array<char, 64> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%02d:%02d ngày %02u/%02u/%04d", static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()), static_cast<unsigned>(date.day()),
        static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
    return {text.data(), static_cast<std::size_t>(length)};
}

// The asker's own words in a sentence of ours: on one line, not too many, and neither a link nor a
// placeholder, as the sentence is Markdown that an expert reads too.
std::string quoted(std::string_view words) {
    constexpr std::size_t longest = 160;
    std::string line(nlp::cut(words, longest));
    const bool shortened = line.size() < words.size();
    std::erase_if(line, [](char c) { return c == '*' || c == '\\'; });
    constexpr std::pair<char, char> replaced[] = {
        {'\n', ' '}, {'[', '('}, {']', ')'}, {'{', '('}, {'}', ')'}};
    for (const auto& [from, to] : replaced) {
        std::replace(line.begin(), line.end(), from, to);
    }
    return "“" + line + (shortened ? "…”" : "”");
}

// "câu “a”", "câu “a” và “b”".
std::string questions_quoted(std::span<const std::string> words) {
    std::string text = "câu ";
    for (std::size_t i = 0; i < words.size(); ++i) {
        text += i == 0 ? "" : i + 1 == words.size() ? " và " : ", ";
        text += quoted(words[i]);
    }
    return text;
}

std::string status_line(const Ticket& ticket) {
    auto start = "Phiếu #" + std::to_string(ticket.number) + ": ";
    switch (ticket.state) {
        case TicketState::open:
            // An untouched ticket waits since it was opened; a reopened one since the asker wrote again.
            return start + "đang chờ chuyên viên trả lời, từ " +
                   moment(ticket.reopened == 0 ? ticket.created_at : ticket.updated_at) + ".";
        case TicketState::answered:
            return start + "đã có câu trả lời của chuyên viên, từ " + moment(ticket.updated_at) + ".";
        case TicketState::closed:
            return start + "đã đóng, từ " + moment(ticket.updated_at) + ".";
    }
    return start;
}

}  // namespace

std::string greeting() {
    return "Xin chào anh/chị! Tôi là trợ lý trả lời tự động về cải cách hành chính. Anh/chị cứ gõ câu hỏi "
           "theo "
           "cách nói thường ngày; không dấu hay viết tắt cũng được. Muốn gặp người, anh/chị nhắn “gặp chuyên "
           "viên”.";
}

std::string thanks() {
    return "Không có gì ạ. Anh/chị cần hỏi thêm điều gì, cứ nhắn cho tôi.";
}

std::string thanks_to_expert() {
    return "Không có gì ạ. Nếu cần trao đổi thêm về câu trả lời của chuyên viên, anh/chị cứ nhắn tiếp tại "
           "đây.";
}

std::string goodbye() {
    return "Tạm biệt anh/chị! Khi nào cần, anh/chị cứ nhắn lại tại đây.";
}

std::string help() {
    return "Tôi là trợ lý trả lời tự động về cải cách hành chính. Anh/chị có thể:\n\n"
           "- gõ câu hỏi, mỗi tin một câu; câu trả lời kèm căn cứ pháp lý;\n"
           "- nhắn “gặp chuyên viên” để chuyển câu hỏi tới người phụ trách;\n"
           "- nhắn số phiếu, ví dụ “#1001”, để xem phiếu đã được trả lời chưa;\n"
           "- nhắn “xóa dữ liệu của tôi” để yêu cầu xóa cuộc trò chuyện này.";
}

std::string acknowledged() {
    return "Vâng ạ. Anh/chị cần hỏi điều gì, cứ nhắn cho tôi.";
}

std::string glad_it_helped() {
    return "Rất vui vì giúp được anh/chị. Anh/chị cần hỏi thêm điều gì, cứ nhắn cho tôi.";
}

std::string ask_for_words() {
    return "Tôi chưa đọc được câu hỏi trong tin này. Anh/chị gõ giúp tôi nội dung muốn hỏi nhé.";
}

std::string ask_for_question_first() {
    return "Anh/chị gõ giúp tôi câu hỏi trước, rồi nhắn “gặp chuyên viên”; tôi sẽ chuyển câu hỏi tới chuyên "
           "viên.";
}

std::string nothing_to_correct() {
    return "Anh/chị gõ giúp tôi nội dung muốn hỏi, tôi sẽ tìm câu trả lời hoặc chuyển tới chuyên viên.";
}

std::string clarification() {
    return "Anh/chị muốn hỏi về nội dung nào dưới đây?";
}

std::string clarification_of(std::string_view words) {
    return "Với câu " + quoted(words) + ", anh/chị muốn hỏi về nội dung nào dưới đây?";
}

std::string no_such_choice(std::size_t choices) {
    return "Tôi chưa thấy lựa chọn này. Anh/chị chọn giúp tôi một số từ 1 đến " + std::to_string(choices) +
           ", hoặc gõ lại câu hỏi rõ hơn.";
}

std::string no_choices_now() {
    return "Hiện không có danh sách nào để chọn. Anh/chị gõ giúp tôi nội dung muốn hỏi nhé.";
}

std::string which_choice() {
    return "Anh/chị chọn giúp tôi một nội dung dưới đây nhé. Nếu không có nội dung nào đúng, anh/chị nhắn "
           "“gặp "
           "chuyên viên”.";
}

std::string handover(HandoverReason reason) {
    switch (reason) {
        case HandoverReason::asked_for_person:
            return with_when_and_where("Tôi đã chuyển câu hỏi của anh/chị tới chuyên viên, phiếu #{ticket}.");
        case HandoverReason::not_helpful:
            return with_when_and_where(
                "Xin lỗi vì nội dung trên chưa đúng ý anh/chị. Tôi đã chuyển câu hỏi tới chuyên viên, phiếu "
                "#{ticket}.");
        case HandoverReason::engine_unavailable:
            return with_when_and_where(
                "Hiện tôi chưa tra cứu được, nên đã chuyển câu hỏi tới chuyên viên, phiếu #{ticket}.");
        case HandoverReason::nothing_found:
        case HandoverReason::outside_knowledge:
        case HandoverReason::uncertain:
        case HandoverReason::after_clarification:
        case HandoverReason::outside_reply:
            break;
    }
    return with_when_and_where(
        "Tôi chưa có câu trả lời chắc chắn cho nội dung này, nên đã chuyển câu hỏi tới chuyên viên, phiếu "
        "#{ticket}.");
}

std::string handover_of(std::span<const std::string> words) {
    return with_when_and_where(
        "Riêng " + questions_quoted(words) +
        " tôi chưa có câu trả lời chắc chắn, nên đã chuyển tới chuyên viên, phiếu #{ticket}.");
}

std::string handover_to_erase() {
    return "Tôi đã chuyển yêu cầu xóa dữ liệu của anh/chị tới người phụ trách, phiếu #{ticket}. Người phụ "
           "trách sẽ "
           "xóa và báo lại ngay tại đây, trong giờ làm việc (thứ Hai đến thứ Sáu, 7:30–11:30 và "
           "13:30–17:00).";
}

std::string added_to_ticket(std::int64_t number) {
    return with_when_and_where("Tôi đã chuyển thêm nội dung này tới chuyên viên trong " + numbered(number) +
                               ".");
}

std::string added_to_ticket(std::int64_t number, std::span<const std::string> words) {
    return with_when_and_where("Riêng " + questions_quoted(words) +
                               " tôi đã chuyển thêm tới chuyên viên trong " + numbered(number) + ".");
}

std::string ticket_reopened(std::int64_t number) {
    return "Tôi đã chuyển nội dung này tới chuyên viên trong " + numbered(number) + ".";
}

std::string ticket_closed(std::int64_t number) {
    return "Phiếu #" + std::to_string(number) +
           " đã được đóng. Anh/chị cần trao đổi thêm, cứ nhắn tiếp tại đây.";
}

std::string automatic_answer() {
    return "Trả lời tự động. Chưa đúng ý? Nhắn “gặp chuyên viên”.";
}

std::string answered_by(std::string_view author, std::int64_t ticket) {
    auto text = author.empty() ? std::string("Chuyên viên") : "Chuyên viên " + std::string(author);
    text += " trả lời";
    return ticket == 0 ? text + ":" : text + " phiếu #" + std::to_string(ticket) + ":";
}

std::string reply_to_expert() {
    return "Anh/chị nhắn tiếp tại đây nếu cần hỏi thêm.";
}

std::string look_up_at(std::string_view link) {
    return "Xem lại phiếu tại: " + std::string(link);
}

std::string welcome(std::span<const std::string> examples) {
    std::string text =
        "Chào anh/chị! Tôi là trợ lý hỏi đáp về cải cách hành chính. Anh/chị cứ nhắn câu hỏi, tôi trả lời "
        "kèm căn cứ pháp lý; nội dung nào chưa chắc chắn, tôi chuyển chuyên viên trả lời.";
    if (!examples.empty()) {
        text += "\n\nVí dụ, anh/chị có thể hỏi:";
        for (const auto& example : examples) {
            text += "\n• " + example;
        }
    }
    return text;
}

std::string only_words_are_read() {
    return "Tôi đã nhận được và lưu cùng cuộc trò chuyện để chuyên viên xem. Tôi chỉ đọc được chữ, nên "
           "anh/chị "
           "vui lòng nhắn câu hỏi bằng chữ nhé.";
}

std::string personal_matters_elsewhere(std::string_view link) {
    std::string text =
        "Tin nhắn có thông tin cá nhân nên tôi không trả lời trong nhóm. Anh/chị vui lòng nhắn riêng cho tài "
        "khoản này";
    return link.empty() ? text + "." : text + " hoặc hỏi tại: " + std::string(link);
}

std::string only_admins_set() {
    return "Chỉ quản trị viên của nhóm đổi được cài đặt này.";
}

std::string group_settings(Speaking speaking, bool changed) {
    std::string text = changed ? "Đã đổi. " : "";
    switch (speaking) {
        case Speaking::when_addressed:
            text += "Trong nhóm này tôi chỉ trả lời khi được nhắc tên, được trả lời tin, hoặc có tiền tố.";
            break;
        case Speaking::prefix_only:
            text += "Trong nhóm này tôi chỉ trả lời tin bắt đầu bằng tiền tố.";
            break;
        case Speaking::also_when_sure:
            text += "Trong nhóm này tôi trả lời khi được nhắc, và tự trả lời câu hỏi nào tôi rất chắc chắn.";
            break;
        case Speaking::silent:
            text += "Trong nhóm này tôi im lặng.";
            break;
    }
    return text +
           "\nQuản trị viên đổi bằng cách nhắc tôi kèm một trong các câu: “cài đặt chỉ khi nhắc”, “cài đặt "
           "chỉ "
           "tiền tố”, “cài đặt tự trả lời”, “cài đặt im lặng”.";
}

std::string account_linked(std::string_view name) {
    return "Đã nối tài khoản Zalo này với tài khoản chuyên viên " + std::string(name) +
           ". Phiếu mới sẽ được báo tại đây; nhắn “#<số phiếu> <câu trả lời>” để trả lời.";
}

std::string link_code_unknown() {
    return "Mã nối tài khoản không đúng hoặc đã hết hạn. Vui lòng lấy mã mới trong trang chuyên viên, mục "
           "Kết nối.";
}

std::string no_ticket_for_expert(std::int64_t number) {
    return "Không có phiếu #" + std::to_string(number) + ".";
}

std::string how_experts_reply(std::int64_t number) {
    const auto mark = "#" + std::to_string(number);
    return "Trả lời: nhắn “" + mark + " <câu trả lời>” hoặc trả lời tin này. Lệnh khác: “" + mark +
           " nhận”, “" + mark + " chuyển <đơn vị>”, “" + mark + " xong”, “" + mark + " ?”.";
}

std::string ticket_taken(std::int64_t number) {
    return "Anh/chị đã nhận phiếu #" + std::to_string(number) + ".";
}

std::string ticket_forwarded(std::int64_t number, std::string_view unit) {
    return "Đã chuyển phiếu #" + std::to_string(number) + " cho " + std::string(unit) + ".";
}

std::string ticket_done(std::int64_t number) {
    return "Đã đóng phiếu #" + std::to_string(number) + ".";
}

std::string ticket_changed_meanwhile(std::int64_t number) {
    return "Phiếu #" + std::to_string(number) + " vừa có thay đổi nên chưa gửi câu trả lời. Nhắn “#" +
           std::to_string(number) + " ?” để xem lại rồi gửi lần nữa.";
}

std::string answer_on_its_way(std::int64_t number) {
    return "Đã ghi câu trả lời của phiếu #" + std::to_string(number) + " và đang gửi tới người hỏi.";
}

std::string question_before(std::string_view question) {
    return "(Câu hỏi trước: " + std::string(question) + ")";
}

std::string no_tickets() {
    return "Cuộc trò chuyện này chưa có phiếu nào. Muốn chuyển câu hỏi tới người phụ trách, anh/chị nhắn "
           "“gặp chuyên "
           "viên”.";
}

std::string no_such_ticket(std::int64_t number) {
    return "Tôi không thấy " + numbered(number) +
           " trong cuộc trò chuyện này. Anh/chị kiểm tra giúp tôi số phiếu.";
}

std::string ticket_status(std::span<const Ticket> tickets) {
    std::string text;
    for (const auto& ticket : tickets) {
        if (!text.empty()) {
            text += '\n';
        }
        text += status_line(ticket);
    }
    return text;
}

}  // namespace reformdesk::desk::texts
