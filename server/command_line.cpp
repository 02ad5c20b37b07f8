#include "server/command_line.hpp"

#include <algorithm>
#include <charconv>
#include <functional>

#include <CLI/CLI.hpp>

namespace reformdesk {

namespace {

constexpr int bad_usage = 2;

std::string until(const std::string& text, std::string_view mark) {
    return text.substr(0, text.find(mark));
}

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

// CLI11 speaks English; its few kinds of errors are said again in Vietnamese. `unknown`: the arguments that
// it could not place.
std::string explain(const CLI::ParseError& error, const std::vector<std::string>& unknown) {
    const std::string what = error.what();
    const bool stray_option = !unknown.empty() && unknown.front().starts_with('-');
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !unknown.empty()) {
        return (stray_option ? "không có tùy chọn " : "thừa tham số ") + quoted(unknown.front());
    }
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
        if (what.find("subcommand") == std::string::npos) {
            return "thiếu " + until(what, " is required");
        }
        if (unknown.empty()) {
            return "thiếu lệnh";
        }
        return (stray_option ? "không có tùy chọn " : "không có lệnh ") + quoted(unknown.front());
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        return "thiếu hoặc thừa giá trị: " + until(what, ":");
    }
    if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr) {
        return std::string(what);  // said by must()
    }
    const auto equals = what.find(" = ");
    const auto colon = what.find(": ");
    if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr && colon < equals) {
        return "giá trị không dùng được: " + what.substr(colon + 2);
    }
    return "không đọc được dòng lệnh";
}

std::optional<double> parse_precision(const std::string& text) {
    double value = 0;
    const auto end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    const bool good = parsed.ec == std::errc{} && parsed.ptr == end && value >= 0.5 && value <= 0.999;
    return good ? std::optional(value) : std::nullopt;
}

// Checks a value and says in Vietnamese what it must be.
CLI::Validator must(const std::string& what, const std::function<bool(const std::string&)>& good) {
    return CLI::Validator(
        [what, good](std::string& value) {
            return good(value) ? std::string() : "\"" + value + "\" " + what;
        },
        "");
}

// Declares the commands; each writes itself into `command` when it was chosen.
class Declaration {
  public:
    explicit Declaration(CommandLine& line) : line_(line) {
        app_.require_subcommand(1);
        app_.fallthrough();
        app_.set_help_flag("-h,--help", "Hiện hướng dẫn này");
        auto labels = app_.get_formatter();
        for (const auto& [english, vietnamese] :
             std::vector<std::pair<std::string, std::string>>{{"Usage", "Cách dùng"},
                                                              {"OPTIONS", "TÙY CHỌN"},
                                                              {"SUBCOMMAND", "LỆNH"},
                                                              {"SUBCOMMANDS", "LỆNH"},
                                                              {"Positionals", "Tham số"},
                                                              {"Subcommands", "Lệnh"},
                                                              {"Options", "Tùy chọn"},
                                                              {"REQUIRED", "BẮT BUỘC"},
                                                              {"TEXT", "…"}}) {
            labels->label(english, vietnamese);
        }
        app_.add_option("--config", config_, "Tệp cấu hình TOML")->type_name("TỆP");
        app_.add_option("--data", line_.data, "Thư mục dữ liệu (mặc định: data)")->type_name("THƯ_MỤC");
        declare_serve();
        declare_knowledge_base();
        declare_users();
        declare_care();
        declare_zalo();
    }

    CLI::App& app() { return app_; }
    void finish() {
        chosen_();
        if (!config_.empty()) {
            line_.config = config_;
        }
    }

  private:
    template <class Made>
    CLI::App* command(CLI::App& parent, const std::string& name, const std::string& help,
                      const std::shared_ptr<Made>& made) {
        auto* added = parent.add_subcommand(name, help);
        added->fallthrough();
        added->callback([this, made] { chosen_ = [this, made] { line_.command = *made; }; });
        return added;
    }

    CLI::App* group(const std::string& name, const std::string& help) {
        auto* added = app_.add_subcommand(name, help);
        added->require_subcommand(1);
        added->fallthrough();
        return added;
    }

    void as_of(CLI::App* command, std::optional<kb_index::Date>& target, const std::string& help) {
        command
            ->add_option_function<std::string>(
                "--as-of", [&target](const std::string& text) { target = kb_index::parse_date(text); }, help)
            ->type_name("NGÀY")
            ->check(must("phải là một ngày dạng 2025-07-01",
                         [](const auto& text) { return kb_index::parse_date(text).has_value(); }));
    }

    void declare_serve() {
        auto made = std::make_shared<ServeCommand>();
        auto* serve = command(app_, "serve", "Chạy máy chủ", made);
        serve->add_option("--address", made->address, "Địa chỉ lắng nghe, thay cho tệp cấu hình")
            ->type_name("ĐỊA_CHỈ");
        serve
            ->add_option_function<std::string>(
                "--port",
                [made](const std::string& text) {
                    made->port = static_cast<std::uint16_t>(std::stoul(text));
                },
                "Cổng, thay cho tệp cấu hình")
            ->type_name("SỐ")
            ->check(must("phải là số từ 0 đến 65535", [](const std::string& text) {
                return !text.empty() && text.size() <= 5 &&
                       std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
                       std::stoul(text) <= 65535;
            }));
    }

    void declare_knowledge_base() {
        auto* kb = group("kb", "Kho tri thức");
        auto import_made = std::make_shared<KbImportCommand>();
        command(
            *kb, "import",
            "Nạp bài từ tệp JSON Lines, CSV hoặc XLSX và văn bản từ tệp JSON Lines; sai một dòng là không "
            "nạp gì",
            import_made)
            ->add_option("FILE", import_made->files, "Các tệp")
            ->required();
        auto export_made = std::make_shared<KbExportCommand>();
        auto* exported = command(*kb, "export", "Ghi mọi bài ra tệp .jsonl, .csv hoặc .xlsx", export_made);
        exported->add_option("FILE", export_made->file, "Tệp")->required();
        exported
            ->add_option("--documents", export_made->documents, "Ghi cả danh mục văn bản ra tệp .jsonl này")
            ->type_name("TỆP");

        auto ask_made = std::make_shared<KbAskCommand>();
        auto* ask = command(*kb, "ask", "Hỏi thử một câu", ask_made);
        ask->add_option("TEXT", ask_made->text, "Câu hỏi")->required();
        ask->add_flag("--explain", ask_made->explain, "Giải thích từng từ, trọng số và đặc trưng");
        ask->add_flag("--json", ask_made->json, "In dạng JSON");
        as_of(ask, ask_made->as_of, "Hỏi như đang ở ngày này");

        auto evaluate_made = std::make_shared<KbEvaluateCommand>();
        auto* evaluate =
            command(*kb, "evaluate", "Đo chất lượng trả lời trên một tệp câu hỏi", evaluate_made);
        evaluate->add_option("--questions", evaluate_made->questions, "Tệp câu hỏi JSON Lines")
            ->required()
            ->type_name("TỆP");
        evaluate
            ->add_option("--kb", evaluate_made->kb,
                         "Đo trên tệp bài này, không đụng tới dữ liệu; thêm một lần nữa cho tệp văn bản")
            ->type_name("TỆP")
            ->expected(1)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        evaluate->add_option("--predictions", evaluate_made->predictions, "Ghi kết quả từng câu ra tệp này")
            ->type_name("TỆP");
        evaluate->add_flag("--json", evaluate_made->json, "In một đối tượng JSON trên một dòng");
        evaluate
            ->add_option_function<std::string>(
                "--variant",
                [evaluate_made](const std::string& name) {
                    evaluate_made->variant = *kb_index::parse_variant(name);
                },
                "Viết lại câu hỏi trước: plain, unaccented, telex, vni, typo, polite")
            ->type_name("TÊN")
            ->check(must("phải là plain, unaccented, telex, vni, typo hoặc polite",
                         [](const auto& name) { return kb_index::parse_variant(name).has_value(); }));
        evaluate
            ->add_option_function<std::string>(
                "--precision",
                [evaluate_made](const std::string& text) {
                    evaluate_made->precision = parse_precision(text);
                },
                "Độ chính xác mong muốn của câu trả lời, 0.5 đến 0.999")
            ->type_name("SỐ")
            ->check(must("phải là số từ 0.5 đến 0.999",
                         [](const auto& text) { return parse_precision(text).has_value(); }));
        as_of(evaluate, evaluate_made->as_of, "Đo như đang ở ngày này");

        auto check_made = std::make_shared<KbCheckCommand>();
        auto* check = command(*kb, "check", "Tìm chỗ biên tập viên cần xem lại", check_made);
        as_of(check, check_made->as_of, "Xem những gì đến hạn tới hết ngày này");
        check->add_flag("--all", check_made->all, "In hết, không chỉ mười mục đầu của mỗi loại");
        check->add_flag("--json", check_made->json, "In một đối tượng JSON trên một dòng");
        declare_supersede(*kb);
    }

    void declare_supersede(CLI::App& kb) {
        auto made = std::make_shared<KbSupersedeCommand>();
        auto* supersede =
            command(kb, "supersede",
                    "Văn bản NEW thay văn bản OLD: liệt kê các bài dựa vào OLD và mở việc rà soát", made);
        supersede->add_option("OLD", made->old_number, "Số văn bản cũ, ví dụ 61/2018/NĐ-CP")->required();
        supersede->add_option("NEW", made->new_number, "Số văn bản thay thế")->required();
        supersede
            ->add_option_function<std::string>(
                "--from", [made](const std::string& text) { made->from = *kb_index::parse_date(text); },
                "Ngày văn bản mới có hiệu lực; văn bản cũ hết hiệu lực từ ngày này")
            ->type_name("NGÀY")
            ->required()
            ->check(must("phải là một ngày dạng 2025-07-01",
                         [](const auto& text) { return kb_index::parse_date(text).has_value(); }));
    }

    void declare_users() {
        auto* user = group("user", "Tài khoản của bảng điều khiển");
        auto add_made = std::make_shared<UserAddCommand>();
        auto* add = command(*user, "add", "Thêm tài khoản; in mật khẩu dùng một lần", add_made);
        add->add_option("NAME", add_made->name, "Tên đăng nhập")->required();
        add->add_option("--display-name", add_made->display_name, "Tên hiện cho người hỏi")->type_name("TÊN");
        add->add_option_function<std::string>(
               "--role", [add_made](const std::string& name) { add_made->role = *access::parse_role(name); },
               "administrator (quản trị viên) hoặc expert (chuyên viên, mặc định)")
            ->type_name("VAI_TRÒ")
            ->check(must("phải là administrator hoặc expert",
                         [](const auto& name) { return access::parse_role(name).has_value(); }));
        command(*user, "list", "Liệt kê tài khoản", std::make_shared<UserListCommand>());
        auto disable_made = std::make_shared<UserDisableCommand>();
        command(*user, "disable", "Khóa tài khoản", disable_made)
            ->add_option("NAME", disable_made->name, "Tên đăng nhập")
            ->required();
        auto reset_made = std::make_shared<UserResetCommand>();
        command(*user, "reset", "Đặt lại mật khẩu; in mật khẩu dùng một lần", reset_made)
            ->add_option("NAME", reset_made->name, "Tên đăng nhập")
            ->required();
    }

    void declare_care() {
        auto backup_made = std::make_shared<BackupCommand>();
        command(app_, "backup", "Sao lưu dữ liệu, cả khi máy chủ đang chạy", backup_made)
            ->add_option("DIR", backup_made->folder, "Thư mục sao lưu")
            ->required();
        auto restore_made = std::make_shared<RestoreCommand>();
        command(app_, "restore", "Phục hồi từ bản sao lưu; máy chủ phải dừng", restore_made)
            ->add_option("DIR", restore_made->folder, "Thư mục sao lưu")
            ->required();
        command(app_, "doctor", "Kiểm tra cài đặt: cái gì sai và sửa thế nào",
                std::make_shared<DoctorCommand>());
    }

    void declare_zalo() {
        auto* zalo = group("zalo", "Kênh Zalo");
        auto made = std::make_shared<ZaloConsentCommand>();
        auto* consent =
            command(*zalo, "consent",
                    "Cấp quyền gửi tin cho Zalo OA mà không qua bảng điều khiển; chưa có --code thì in "
                    "địa chỉ để lấy",
                    made);
        consent->add_option("--code", made->code, "Giá trị code mà Zalo đưa về, dùng một lần, trong 10 phút")
            ->type_name("MÃ");
        consent->add_option("--oa-id", made->oa_id, "Giá trị oa_id mà Zalo đưa về")->type_name("SỐ");
        consent->add_option("--verifier", made->verifier, "Code verifier đã dùng khi lấy mã, nếu có")
            ->type_name("MÃ");
    }

    CommandLine& line_;
    std::string config_;
    std::function<void()> chosen_;
    CLI::App app_{"ReformDesk: hỏi đáp cải cách hành chính", "reformdesk"};
};

}  // namespace

std::variant<CommandLine, CommandLineExit> parse_command_line(std::vector<std::string> arguments) {
    CommandLine line;
    Declaration declaration(line);
    std::reverse(arguments.begin(), arguments.end());
    try {
        declaration.app().parse(arguments);
    } catch (const CLI::CallForHelp&) {
        return CommandLineExit{0, declaration.app().help()};
    } catch (const CLI::ParseError& error) {
        return CommandLineExit{bad_usage,
                               "Sai cách dùng: " + explain(error, declaration.app().remaining(true)) +
                                   ". Xem: reformdesk --help\n"};
    }
    declaration.finish();
    return line;
}

}  // namespace reformdesk
