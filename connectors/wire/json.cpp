#include "connectors/wire/json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <rapidjson/error/error.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace reformdesk::connectors::wire {

namespace {

// RapidJSON takes a lone low surrogate escape and writes bytes that are no UTF-8; so strings are checked
// afterwards.
bool is_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) {
            return false;
        }
        std::uint32_t point = lead & (0x7Fu >> length);
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xC0) != 0x80) {
                return false;
            }
            point = (point << 6) | (next & 0x3Fu);
        }
        const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
        const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        if (overlong || surrogate || point > 0x10FFFF) {
            return false;
        }
        i += length;
    }
    return true;
}

bool has_duplicate(const JsonObject& object) {
    std::vector<std::string_view> keys;
    keys.reserve(object.size());
    for (const auto& member : object) {
        keys.push_back(member.first);
    }
    std::sort(keys.begin(), keys.end());
    return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

// Builds the value from RapidJSON's events. A function that returns false ends the parse; problem_ then says
// why.
class Builder {
  public:
    explicit Builder(const JsonLimits& limits) : limits_(limits) {}

    Json result() { return std::move(root_); }
    const std::string& problem() const { return problem_; }

    bool Null() { return add(Json()); }
    bool Bool(bool value) { return add(Json(value)); }
    bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
        return add(Json(Json::Number{std::string(text, length)}));
    }
    bool String(const char* text, rapidjson::SizeType length, bool) {
        std::string value(text, length);
        return is_utf8(value) ? add(Json(std::move(value))) : fail("chuỗi có ký tự Unicode không hợp lệ");
    }
    bool Key(const char* text, rapidjson::SizeType length, bool) {
        std::string key(text, length);
        if (!is_utf8(key)) {
            return fail("tên trường có ký tự Unicode không hợp lệ");
        }
        open_.back().keys.push_back(std::move(key));
        return true;
    }
    bool StartObject() { return open(); }
    bool StartArray() { return open(); }
    bool EndObject(rapidjson::SizeType) {
        auto level = std::move(open_.back());
        open_.pop_back();
        JsonObject object;
        object.reserve(level.values.size());
        for (std::size_t i = 0; i < level.values.size(); ++i) {
            object.emplace_back(std::move(level.keys[i]), std::move(level.values[i]));
        }
        return has_duplicate(object) ? fail("có hai trường cùng tên") : attach(Json(std::move(object)));
    }
    bool EndArray(rapidjson::SizeType) {
        auto level = std::move(open_.back());
        open_.pop_back();
        return attach(Json(std::move(level.values)));
    }

    // With numbers as strings RapidJSON never calls these, but it wants them to be there.
    bool Int(int) { return fail("số"); }
    bool Uint(unsigned) { return fail("số"); }
    bool Int64(std::int64_t) { return fail("số"); }
    bool Uint64(std::uint64_t) { return fail("số"); }
    bool Double(double) { return fail("số"); }

  private:
    struct Level {
        std::vector<std::string> keys;
        JsonArray values;
    };

    bool fail(std::string why) {
        problem_ = std::move(why);
        return false;
    }
    bool add(Json value) {
        if (++values_ > limits_.values) {
            return fail("quá nhiều giá trị");
        }
        return attach(std::move(value));
    }
    bool attach(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else {
            open_.back().values.push_back(std::move(value));
        }
        return true;
    }
    bool open() {
        if (open_.size() >= limits_.depth) {
            return fail("lồng nhau quá sâu");
        }
        if (++values_ > limits_.values) {
            return fail("quá nhiều giá trị");
        }
        open_.emplace_back();
        return true;
    }

    const JsonLimits& limits_;
    Json root_;
    std::vector<Level> open_;
    std::size_t values_ = 0;
    std::string problem_;
};

std::string reason_of(rapidjson::ParseErrorCode code) {
    switch (code) {
        case rapidjson::kParseErrorDocumentEmpty:
            return "không có nội dung";
        case rapidjson::kParseErrorDocumentRootNotSingular:
            return "còn ký tự thừa sau giá trị JSON";
        case rapidjson::kParseErrorObjectMissName:
            return "thiếu tên trường trong dấu nháy kép";
        case rapidjson::kParseErrorObjectMissColon:
            return "thiếu dấu hai chấm sau tên trường";
        case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket:
            return "thiếu dấu phẩy hoặc dấu }";
        case rapidjson::kParseErrorArrayMissCommaOrSquareBracket:
            return "thiếu dấu phẩy hoặc dấu ]";
        case rapidjson::kParseErrorStringMissQuotationMark:
            return "chuỗi thiếu dấu nháy kép đóng hoặc có ký tự điều khiển";
        case rapidjson::kParseErrorStringInvalidEncoding:
            return "không phải UTF-8 hợp lệ";
        case rapidjson::kParseErrorStringEscapeInvalid:
        case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
        case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
            return "ký hiệu sau dấu \\ không hợp lệ";
        case rapidjson::kParseErrorNumberTooBig:
            return "số quá lớn";
        default:
            return "không phải JSON hợp lệ";
    }
}

void write_text(const std::string& text, std::string& out) {
    constexpr char hex[] = "0123456789abcdef";
    out += '"';
    char previous = 0;
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            case '/':
                out += previous == '<' ? "\\/" : "/";
                break;
            default:
                if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
                    out += "\\u00";
                    out += hex[static_cast<unsigned char>(c) >> 4];
                    out += hex[static_cast<unsigned char>(c) & 0xF];
                } else {
                    out += c;
                }
        }
        previous = c;
    }
    out += '"';
}

template <class Number>
std::string number_text(Number value) {
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
    return std::string(buffer, end.ptr);
}

template <class Number>
std::optional<Number> read_number(const std::string& text) {
    Number value{};
    const auto end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc{} || result.ptr != end) {
        return std::nullopt;
    }
    return value;
}

}  // namespace

Json::Json(std::int64_t value) : value_(Number{number_text(value)}) {}
Json::Json(std::size_t value) : value_(Number{number_text(value)}) {}

Json::Json(double value) {
    if (std::isfinite(value)) {
        value_ = Number{number_text(value)};
    }
}

std::optional<bool> Json::boolean() const {
    const auto* value = std::get_if<bool>(&value_);
    return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::int64_t> Json::integer() const {
    const auto* value = std::get_if<Number>(&value_);
    return value == nullptr ? std::nullopt : read_number<std::int64_t>(value->text);
}

std::optional<double> Json::number() const {
    const auto* value = std::get_if<Number>(&value_);
    return value == nullptr ? std::nullopt : read_number<double>(value->text);
}

const Json* Json::find(std::string_view key) const {
    const auto* members = object();
    if (members == nullptr) {
        return nullptr;
    }
    for (const auto& [name, value] : *members) {
        if (name == key) {
            return &value;
        }
    }
    return nullptr;
}

std::optional<std::string> Json::text_at(std::string_view key) const {
    const auto* value = find(key);
    return value == nullptr || value->text() == nullptr ? std::nullopt : std::optional(*value->text());
}

std::optional<std::int64_t> Json::integer_at(std::string_view key) const {
    const auto* value = find(key);
    return value == nullptr ? std::nullopt : value->integer();
}

std::variant<Json, JsonProblem> parse(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes) {
        return JsonProblem{limits.bytes, "quá dài: nhiều nhất " + std::to_string(limits.bytes) + " byte"};
    }
    if (text.starts_with("\xEF\xBB\xBF")) {
        return JsonProblem{0, "có dấu BOM ở đầu; hãy lưu lại dạng UTF-8 không có BOM"};
    }
    // RapidJSON's stream takes a NUL for the end and would not see what follows.
    if (const auto nul = text.find('\0'); nul != std::string_view::npos) {
        return JsonProblem{nul, "có byte NUL"};
    }
    constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                               rapidjson::kParseNumbersAsStringsFlag;
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    Builder builder(limits);
    const auto result = reader.Parse<flags>(stream, builder);
    if (result.IsError()) {
        auto why = builder.problem().empty() ? reason_of(result.Code()) : builder.problem();
        return JsonProblem{result.Offset(), std::move(why)};
    }
    return builder.result();
}

std::string write(const Json& value) {
    struct Writer {
        std::string out;
        void operator()(std::monostate) { out += "null"; }
        void operator()(bool flag) { out += flag ? "true" : "false"; }
        void operator()(const Json::Number& number) { out += number.text; }
        void operator()(const std::string& text) { write_text(text, out); }
        void operator()(const JsonArray& array) {
            out += '[';
            for (std::size_t i = 0; i < array.size(); ++i) {
                out += i == 0 ? "" : ",";
                put(array[i]);
            }
            out += ']';
        }
        void operator()(const JsonObject& object) {
            out += '{';
            for (std::size_t i = 0; i < object.size(); ++i) {
                out += i == 0 ? "" : ",";
                write_text(object[i].first, out);
                out += ':';
                put(object[i].second);
            }
            out += '}';
        }
        void put(const Json& json) { std::visit(*this, json.value_); }
    };
    Writer writer;
    writer.put(value);
    return std::move(writer.out);
}

}  // namespace reformdesk::connectors::wire
