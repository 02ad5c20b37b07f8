#include "kb_index/check/finding.hpp"

#include "nlp/text.hpp"

#include <array>

namespace reformdesk::kb_index {

namespace {

constexpr std::size_t longest_quotation = 160;
constexpr std::size_t most_listed = 5;

constexpr std::array<FindingKindInfo, finding_kinds> infos{{
    {"no_source", Severity::wrong, "Bài không có căn cứ",
     "Nêu văn bản hoặc nguồn tin mà câu trả lời dựa vào"},
    {"ended_document", Severity::wrong, "Bài dựa vào văn bản đã hết hiệu lực",
     "Viết lại theo văn bản thay thế, hoặc đặt valid_to nếu giữ bài làm quy định cũ"},
    {"unknown_document", Severity::wrong, "Căn cứ không có trong danh mục văn bản",
     "Sửa số hiệu, hoặc nạp văn bản vào danh mục: không có nó thì không biết bài hết hiệu lực khi nào"},
    {"never_in_force", Severity::wrong, "Bài không có ngày nào còn hiệu lực",
     "Sửa valid_from, valid_to của bài hoặc ngày hiệu lực của các căn cứ"},
    {"wrong_successor", Severity::wrong, "Văn bản thay thế, sửa đổi ghi sai",
     "Sửa replaced_by, amended_by, hoặc nạp văn bản còn thiếu vào danh mục"},
    {"contradiction", Severity::wrong, "Hai bài hỏi như nhau mà trả lời khác nhau",
     "Gộp hai bài, hoặc nói rõ chỗ khác nhau trong câu hỏi và cách hỏi"},
    {"missing_article", Severity::wrong, "Dẫn tới bài không dùng được",
     "Bỏ mã bài này khỏi related, follow_ups, hoặc sửa cho đúng"},
    {"dead_link", Severity::wrong, "Liên kết không thể mở được",
     "Thay bằng địa chỉ đầy đủ của trang, bắt đầu bằng https://"},
    {"missing_diacritics", Severity::wrong, "Câu hỏi, câu trả lời thiếu dấu tiếng Việt",
     "Gõ lại đủ dấu; chỉ các cách hỏi trong phrasings mới được viết không dấu"},
    {"falls_due", Severity::notice, "Sắp hết hiệu lực", "Chuẩn bị bài theo quy định mới trước ngày này"},
    {"status_against_dates", Severity::notice, "Tình trạng văn bản trái với ngày hiệu lực",
     "Sửa status, effective_from hoặc effective_to của văn bản"},
    {"no_successor", Severity::notice, "Văn bản đã hết hiệu lực mà chưa ghi văn bản thay thế",
     "Ghi replaced_by nếu có văn bản thay thế, để người hỏi về quy định cũ biết quy định mới"},
    {"near_question", Severity::notice, "Hai bài hỏi gần như nhau",
     "Xem hai câu trả lời có trái nhau không; nói rõ chỗ khác nhau trong câu hỏi và cách hỏi"},
    {"same_answer", Severity::notice, "Hai bài hỏi như nhau và trả lời như nhau", "Gộp thành một bài"},
    {"won_by_another", Severity::notice, "Cách hỏi dẫn tới bài khác",
     "Chuyển cách hỏi sang bài kia, hoặc viết lại cho rõ chỗ khác nhau"},
    {"repeated_phrasing", Severity::notice, "Cách hỏi lặp lại trong một bài",
     "Bỏ bớt: khác nhau ở dấu và dấu câu vẫn là một"},
    {"closed_circle", Severity::notice, "Câu hỏi tiếp chỉ đi vòng quanh vài bài",
     "Thêm vào follow_ups một bài ngoài vòng"},
    {"no_topic", Severity::notice, "Bài chưa có chủ đề", "Chọn một chủ đề đã có"},
    {"small_topic", Severity::notice, "Chủ đề có quá ít bài so với các chủ đề khác",
     "Viết thêm bài, hoặc chuyển sang chủ đề khác nếu tên chủ đề bị gõ sai"},
    {"unknown_abbreviation", Severity::notice, "Chữ viết tắt không được giải thích ở đâu",
     "Viết đầy đủ ở lần đầu, ví dụ: dịch vụ công (DVC)"},
    {"unknown_word", Severity::notice, "Từ không có trong từ điển", "Sửa nếu là lỗi chính tả"},
}};

}  // namespace

const FindingKindInfo& info_of(FindingKind kind) {
    return infos.at(static_cast<std::size_t>(kind));
}

std::string in_quotes(std::string_view text) {
    const auto shown = nlp::cut(text, longest_quotation);
    return "“" + std::string(shown) + (shown.size() < text.size() ? "…”" : "”");
}

std::string listed(const std::vector<std::string>& ids) {
    std::string list;
    for (std::size_t i = 0; i < ids.size() && i < most_listed; ++i) list += (i == 0 ? "" : ", ") + ids[i];
    if (ids.size() > most_listed) list += " và " + std::to_string(ids.size() - most_listed) + " bài nữa";
    return list;
}

}  // namespace reformdesk::kb_index
