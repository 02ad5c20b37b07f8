#include "server/user_commands.hpp"

#include <ostream>

namespace reformdesk {

namespace {

constexpr int bad_input = 2;
const std::string actor = "system";

int no_such_account(const std::string& name, std::ostream& err) {
    err << "Không có tài khoản " << name << ". Xem danh sách bằng lệnh: reformdesk user list\n";
    return bad_input;
}

std::string role_text(access::Role role) {
    return role == access::Role::administrator ? "quản trị viên" : "chuyên viên";
}

}  // namespace

int user_add(access::Access& access, const std::string& name, const std::string& display_name,
             access::Role role, std::ostream& out, std::ostream& err) {
    if (!access::is_account_name(name)) {
        err << "Tên đăng nhập " << name
            << " không dùng được: cần 3 đến 64 ký tự a–z, 0–9, dấu chấm, gạch dưới, gạch ngang\n";
        return bad_input;
    }
    const auto created = access.create_account(name, display_name.empty() ? name : display_name, role, actor);
    if (!created) {
        err << "Tài khoản " << name << " đã có\n";
        return bad_input;
    }
    out << "Đã thêm " << role_text(role) << " " << created->account.display_name << "\n"
        << "Tên đăng nhập: " << created->account.name << "\n"
        << "Mật khẩu dùng một lần: " << created->one_time_password << "\n"
        << "Mật khẩu này chỉ hiện một lần; hệ thống sẽ yêu cầu đổi khi đăng nhập lần đầu.\n";
    return 0;
}

int user_list(access::Access& access, std::ostream& out) {
    for (const auto& account : access.store().accounts()) {
        out << account.name << "\t" << role_text(account.role) << "\t" << account.display_name
            << (account.disabled ? "\tđã khóa" : "\tđang dùng")
            << (account.must_change_password ? "\tchưa đổi mật khẩu dùng một lần" : "") << "\n";
    }
    return 0;
}

int user_disable(access::Access& access, const std::string& name, std::ostream& out, std::ostream& err) {
    if (!access.store().account(name)) {
        return no_such_account(name, err);
    }
    if (!access.set_disabled(name, true, actor)) {
        err << "Không khóa được " << name << ": đây là quản trị viên cuối cùng còn hoạt động\n";
        return bad_input;
    }
    out << "Đã khóa tài khoản " << name << ". Các phiên đang mở của tài khoản này đã kết thúc.\n";
    return 0;
}

int user_reset(access::Access& access, const std::string& name, std::ostream& out, std::ostream& err) {
    const auto password = access.reset_password(name, actor);
    if (!password) {
        return no_such_account(name, err);
    }
    out << "Mật khẩu dùng một lần mới của " << name << ": " << *password << "\n"
        << "Mật khẩu này chỉ hiện một lần; các phiên đang mở của tài khoản đã kết thúc.\n";
    return 0;
}

}  // namespace reformdesk
