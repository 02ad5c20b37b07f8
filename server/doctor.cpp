#include "server/doctor.hpp"

#include "server/doctor_report.hpp"
#include "server/knowledge.hpp"
#include "server/store/database.hpp"
#include "server/store/location.hpp"
#include "server/system_clock.hpp"
#include "server/web_folder.hpp"
#include "server/zalo_doctor.hpp"

#include <fstream>
#include <ostream>

#include <unistd.h>

namespace reformdesk {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t wanted_free_bytes = 1u << 30;

void check_data(const Config& config, DoctorReport& report) {
    const auto data = config.data.string();
    if (!fs::is_directory(config.data)) {
        report.bad("Chưa có thư mục dữ liệu " + data,
                   "Chạy ./deploy/run.sh hoặc chỉ đúng thư mục bằng --data");
        return;
    }
    if (::access(data.c_str(), W_OK | X_OK) != 0) {
        report.bad("Không ghi được vào " + data, "Cho người dùng chạy máy chủ quyền ghi vào thư mục này");
        return;
    }
    report.good("Thư mục dữ liệu " + data);
    std::error_code error;
    const auto space = fs::space(config.data, error);
    if (!error && space.available < wanted_free_bytes) {
        report.bad("Đĩa còn dưới 1 GiB trống", "Dọn bớt hoặc chuyển thư mục dữ liệu sang đĩa lớn hơn");
    } else {
        report.good("Dung lượng đĩa");
    }
}

void check_database(const Config& config, DoctorReport& report) {
    try {
        const auto location = store::parse_location(store_url(config));
        if (location.dialect == store::Dialect::sqlite && !fs::exists(location.file)) {
            report.bad("Chưa có cơ sở dữ liệu " + location.name,
                       "Chạy: reformdesk kb import kb_index/data/articles.jsonl");
            return;
        }
        store::Database database(store_url(config));
        report.good("Cơ sở dữ liệu mở được, đúng phiên bản");
        const auto articles = database.articles().size();
        if (articles == 0) {
            report.bad("Kho tri thức đang trống", "Chạy: reformdesk kb import kb_index/data/articles.jsonl");
        } else {
            report.good("Kho tri thức có " + std::to_string(articles) + " bài");
        }
        Knowledge knowledge(index_folder(config), [](const std::string&) {});
        if (knowledge.is_current(database.articles_revision())) {
            report.good("Chỉ mục khớp với kho tri thức");
        } else {
            report.bad("Chỉ mục thiếu, hỏng hoặc đã cũ",
                       "Khởi động lại máy chủ: chỉ mục được dựng lại từ cơ sở dữ liệu");
        }
        bool administrator = false;
        for (const auto& account : database.accounts()) {
            administrator =
                administrator || (account.role == access::Role::administrator && !account.disabled);
        }
        if (administrator) {
            report.good("Có quản trị viên");
        } else {
            report.bad("Chưa có quản trị viên nào", "Chạy: reformdesk user add TÊN --role administrator");
        }
        check_zalo({config, database, database, SystemClock().now()}, report);
    } catch (const desk::StoreError& error) {
        report.bad(std::string("Không dùng được cơ sở dữ liệu: ") + error.what(),
                   "Sửa [store] url hoặc phục hồi bản sao lưu bằng: reformdesk restore THƯ_MỤC");
    }
}

void check_files(const Config& config, DoctorReport& report) {
    const auto web = find_web_folder(config);
    if (fs::exists(web / "widget.js")) {
        report.good("Tệp web ở " + web.string());
    } else {
        report.bad("Không thấy tệp web đã dựng",
                   "Chạy ./deploy/run.sh, hoặc npm ci && npm run build trong server/web");
    }
    for (const auto& file : {config.tls_certificate, config.tls_key, config.outgoing.ca_certificates}) {
        if (!file.empty() && !std::ifstream(file)) {
            report.bad("Không đọc được tệp chứng chỉ hoặc khóa " + file, "Kiểm tra đường dẫn và quyền đọc");
        }
    }
}

void check_clock(DoctorReport& report) {
    using namespace std::chrono;
    // Deadlines and the validity of rules hang on the date; a machine without a battery wakes up decades ago.
    if (SystemClock().now() < sys_days(year(2026) / 1 / 1)) {
        report.bad("Đồng hồ máy chủ sai ngày", "Bật đồng bộ giờ (systemd-timesyncd hoặc chrony)");
    } else {
        report.good("Đồng hồ");
    }
}

}  // namespace

int doctor(const Config& config, std::ostream& out) {
    DoctorReport report(out);
    check_data(config, report);
    check_database(config, report);
    check_files(config, report);
    check_clock(report);
    out << (report.problems() == 0 ? std::string("Mọi thứ đều ổn.")
                                   : "Có " + std::to_string(report.problems()) + " chỗ cần sửa.")
        << "\n";
    return report.problems() == 0 ? 0 : 1;
}

}  // namespace reformdesk
