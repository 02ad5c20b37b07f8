#include "tests/kb_index/index_support.hpp"

#include <sstream>

namespace reformdesk::kb_index {

using namespace std::chrono_literals;

Article small_article(std::string id, std::string question, std::vector<std::string> phrasings,
                      std::string answer) {
    Article article;
    article.id = std::move(id);
    article.question = std::move(question);
    article.phrasings = std::move(phrasings);
    article.answer = std::move(answer);
    return article;
}

std::vector<Article> small_knowledge_base() {
    std::vector<Article> articles{
        small_article(
            "khai-sinh", "Thời hạn giải quyết thủ tục đăng ký khai sinh là mấy ngày?",
            {"Đăng ký khai sinh mất bao lâu?", "Làm giấy khai sinh cho con mấy ngày thì xong?",
             "thoi han giai quyet thu tuc dang ky khai sinh", "Giấy khai sinh bao giờ được trả kết quả?"},
            "Trả ngay trong ngày tiếp nhận; nộp sau 15 giờ thì trả vào ngày làm việc sau."),
        small_article("ket-hon", "Thời hạn giải quyết thủ tục đăng ký kết hôn là mấy ngày?",
                      {"Đăng ký kết hôn mất bao lâu?", "Làm giấy chứng nhận kết hôn mấy ngày thì xong?",
                       "thoi han giai quyet thu tuc dang ky ket hon",
                       "Giấy chứng nhận kết hôn bao giờ được trả kết quả?"},
                      "Trả ngay khi nhận đủ hồ sơ; cần xác minh thì không quá 05 ngày làm việc."),
        small_article("mot-cua", "Cơ chế một cửa liên thông hiện nay thực hiện theo văn bản nào?",
                      {"Căn cứ pháp lý của một cửa liên thông", "Văn bản nào quy định cơ chế một cửa?",
                       "co che mot cua lien thong theo nghi dinh nao", "Một cửa áp dụng nghị định gì?"},
                      "Theo **Nghị định 118/2025/NĐ-CP** của Chính phủ."),
        small_article(
            "chuong-trinh", "Chương trình tổng thể cải cách hành chính được ban hành tại văn bản nào?",
            {"Cải cách hành chính 2021–2030 thực hiện theo nghị quyết nào?",
             "chuong trinh tong the cchc ban hanh khi nao", "Khung cải cách hành chính của Chính phủ",
             "Nghị quyết về chương trình tổng thể cải cách hành chính"},
            "Theo **Nghị quyết 76/NQ-CP** ngày 15/7/2021 của Chính phủ."),
        small_article(
            "tre-hen-cu", "Trước tháng 7/2025, hồ sơ trễ hẹn được xin lỗi thế nào?",
            {"Quy định cũ về xin lỗi khi trả kết quả trễ hẹn", "ho so tre han truoc day xin loi ra sao",
             "Cơ quan để hồ sơ quá hạn phải gửi văn bản xin lỗi mấy lần?"},
            "Cơ quan gửi văn bản xin lỗi, nêu lý do và hẹn lại không quá một lần."),
        small_article("ha-noi", "Trụ sở tiếp nhận ở thành phố Hà Nội mở cửa đến mấy giờ?",
                      {"Giờ mở cửa trụ sở tiếp nhận Hà Nội", "tru so tiep nhan o ha noi mo cua luc nao",
                       "Chi nhánh Hà Nội làm việc thứ bảy không?"},
                      "Từ 8 giờ đến 17 giờ, cả sáng thứ bảy."),
        small_article("khanh-hoa", "Trụ sở tiếp nhận ở tỉnh Khánh Hòa mở cửa đến mấy giờ?",
                      {"Giờ mở cửa trụ sở tiếp nhận Khánh Hòa", "tru so tiep nhan o khanh hoa mo cua luc nao",
                       "Chi nhánh Nha Trang làm việc thứ bảy không?"},
                      "Từ 7 giờ 30 đến 16 giờ 30, nghỉ thứ bảy."),
        small_article("le-phi", "Lệ phí cấp lại thẻ căn cước là bao nhiêu tiền?",
                      {"Đổi thẻ căn cước tốn bao nhiêu?", "phi lam lai the can cuoc",
                       "Mất căn cước xin cấp lại phải nộp mấy đồng?"},
                      "Cấp lại: 70.000 đồng một thẻ."),
        small_article(
            "sipas", "Chỉ số hài lòng SIPAS do cơ quan nào công bố?",
            {"SIPAS là gì?", "Ai đo mức độ hài lòng của người dân?", "chi so hai long cua nguoi dan"},
            "Bộ Nội vụ công bố hằng năm."),
        small_article("thu-nhap", "Thu nhập tăng thêm từ kinh phí tiết kiệm tối đa bao nhiêu?",
                      {"Chi thu nhập tăng thêm được mấy lần quỹ lương?", "thu nhap tang them toi da may lan",
                       "Kinh phí tiết kiệm chia cho công chức thế nào?"},
                      "Tối đa 0,4 lần quỹ lương ngạch, bậc, chức vụ."),
        small_article("dao-tao", "Khi nào công chức phải đền bù chi phí đào tạo?",
                      {"Đi học xong nghỉ việc sớm có phải trả tiền học không?", "den bu chi phi dao tao",
                       "Bỏ học giữa chừng thì hoàn trả chi phí ra sao?"},
                      "Khi tự ý bỏ học, hoặc thôi việc trước thời gian cam kết."),
        small_article("khong-giay", "Phong trào tuần làm việc không giấy là gì?",
                      {"Tuần không in giấy tổ chức khi nào?", "tuan lam viec khong giay",
                       "Phòng họp không giấy tờ áp dụng cho ai?"},
                      "Mỗi tháng một tuần mọi văn bản nội bộ chỉ xử lý trên môi trường mạng.")};
    for (auto& article : articles) {
        if (article.id == "mot-cua") {
            article.sources = {{"118/2025/NĐ-CP", "Điều 1", ""}};
            article.validity.from = 2025y / 7 / 1;
        } else if (article.id == "chuong-trinh") {
            article.sources = {{"76/NQ-CP", "", ""}};
            article.validity.from = 2021y / 7 / 15;
        } else if (article.id == "tre-hen-cu") {
            article.validity = {2018y / 6 / 21, 2025y / 6 / 30};
        } else if (article.id == "ha-noi") {
            article.territory = "01";
        } else if (article.id == "khanh-hoa") {
            article.territory = "56";
        } else {
            article.territory = "VN";
        }
    }
    return articles;
}

AskOptions today() {
    AskOptions options{.as_of = 2026y / 9 / 1};
    return options;
}

std::filesystem::path IndexFolder::generation() const {
    auto name = content_of(path() / "current");
    while (!name.empty() && name.back() == '\n') {
        name.pop_back();
    }
    return path() / name;
}

Decision ask(Searcher& searcher, std::string_view text, const AskOptions& options) {
    return searcher.ask(nlp::read(text), options);
}

std::vector<std::string> ids_of(const Decision& decision) {
    std::vector<std::string> ids;
    for (const auto& candidate : decision.ranked) {
        ids.push_back(candidate.id);
    }
    return ids;
}

std::string best(Searcher& searcher, std::string_view text, const AskOptions& options) {
    const auto decision = ask(searcher, text, options);
    return decision.ranked.empty() ? "none" : decision.ranked.front().id;
}

std::string summary_of(const Decision& decision) {
    std::ostringstream text;
    text << (decision.kind == DecisionKind::answer    ? "answer"
             : decision.kind == DecisionKind::clarify ? "clarify"
                                                      : "escalate");
    for (const auto& candidate : decision.ranked) {
        text << ' ' << candidate.id << ' ' << candidate.confidence;
    }
    return text.str();
}

}  // namespace reformdesk::kb_index
