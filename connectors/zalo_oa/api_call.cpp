#include "connectors/zalo_oa/api_call.hpp"

#include "connectors/wire/json.hpp"
#include "connectors/zalo_oa/oauth.hpp"

namespace reformdesk::connectors::zalo_oa {

namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

// Consultation messages are v3; anonymous visitors are known to v2 alone.
std::string_view message_path(const Thread& to) {
    if (!to.group.empty()) {
        return "/v3.0/oa/group/message";
    }
    return to.anonymous.empty() ? "/v3.0/oa/message/cs" : "/v2.0/oa/message";
}

Json recipient(const Thread& to) {
    if (!to.group.empty()) {
        return JsonObject{{"group_id", to.group}};
    }
    if (!to.anonymous.empty()) {
        return JsonObject{{"anonymous_id", to.person}, {"conversation_id", to.anonymous}};
    }
    return JsonObject{{"user_id", to.person}};
}

std::string message_body(const Thread& to, JsonObject message) {
    return wire::write(JsonObject{{"recipient", recipient(to)}, {"message", std::move(message)}});
}

Fields page_fields(Page page) {
    return {{"offset", std::to_string(page.offset)}, {"count", std::to_string(page.count)}};
}

Fields group_page_fields(const std::string& group_id, Page page) {
    return {{"group_id", group_id},
            {"offset", std::to_string(page.offset)},
            {"count", std::to_string(page.count)}};
}

// Calls of the older kind take one JSON object in the query.
Fields data_field(JsonObject data) {
    return {{"data", wire::write(std::move(data))}};
}

std::string_view upload_path(UploadKind kind) {
    switch (kind) {
        case UploadKind::image:
            return "/v2.0/oa/upload/image";
        case UploadKind::gif:
            return "/v2.0/oa/upload/gif";
        case UploadKind::file:
            return "/v2.0/oa/upload/file";
    }
    return {};
}

}  // namespace

ApiCalls::ApiCalls(ApiSettings settings) : settings_(std::move(settings)) {}

HttpRequest ApiCalls::authorised(const std::string& token, std::string_view path) const {
    HttpRequest request;
    request.url = settings_.url + std::string(path);
    request.headers = {{"access_token", token}, {"Accept", "application/json"}};
    if (settings_.send_proof) {
        request.headers.emplace_back("appsecret_proof", appsecret_proof(settings_.app_secret, token));
    }
    request.deadline = settings_.deadline;
    return request;
}

HttpRequest ApiCalls::get(const std::string& token, std::string_view path, const Fields& query) const {
    auto request = authorised(token, path);
    request.url += query.empty() ? "" : "?" + encoded_fields(query);
    return request;
}

HttpRequest ApiCalls::post(const std::string& token, std::string_view path, std::string json) const {
    auto request = authorised(token, path);
    request.method = "POST";
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = std::move(json);
    return request;
}

HttpRequest ApiCalls::text(const std::string& token, const Thread& to, const std::string& text,
                           const std::string& quote) const {
    JsonObject message{{"text", text}};
    if (!quote.empty()) {
        message.emplace_back("quote_message_id", quote);
    }
    return post(token, message_path(to), message_body(to, std::move(message)));
}

HttpRequest ApiCalls::image(const std::string& token, const Thread& to, const std::string& text,
                            const std::string& attachment_id) const {
    // The plain form, of type "image", is refused: only the template is taken.
    const JsonObject element{{"media_type", "image"}, {"attachment_id", attachment_id}};
    const JsonObject payload{{"template_type", "media"}, {"elements", JsonArray{element}}};
    JsonObject message{{"attachment", JsonObject{{"type", "template"}, {"payload", payload}}}};
    if (!text.empty()) {
        message.emplace_back("text", text);
    }
    return post(token, message_path(to), message_body(to, std::move(message)));
}

HttpRequest ApiCalls::file(const std::string& token, const Thread& to, const std::string& file_token) const {
    const JsonObject payload{{"token", file_token}};
    JsonObject message{{"attachment", JsonObject{{"type", "file"}, {"payload", payload}}}};
    return post(token, message_path(to), message_body(to, std::move(message)));
}

HttpRequest ApiCalls::upload(const std::string& token, UploadKind kind, const FileContent& file) const {
    auto request = authorised(token, upload_path(kind));
    auto form = multipart("file", file);
    request.method = "POST";
    request.headers.emplace_back("Content-Type", std::move(form.content_type));
    request.body = std::move(form.body);
    request.deadline = settings_.upload_deadline;
    return request;
}

HttpRequest ApiCalls::user_detail(const std::string& token, const std::string& user_id) const {
    return get(token, "/v3.0/oa/user/detail", data_field({{"user_id", user_id}}));
}

HttpRequest ApiCalls::message_quota(const std::string& token, const std::string& user_id) const {
    return post(token, "/v3.0/oa/quota/message", wire::write(JsonObject{{"user_id", user_id}}));
}

HttpRequest ApiCalls::account(const std::string& token) const {
    return get(token, "/v2.0/oa/getoa", {});
}

HttpRequest ApiCalls::history(const std::string& token, const Thread& with, Page page) const {
    if (with.group.empty()) {
        return get(token, "/v2.0/oa/conversation",
                   data_field({{"user_id", with.person}, {"offset", page.offset}, {"count", page.count}}));
    }
    return get(token, "/v3.0/oa/group/conversation", group_page_fields(with.group, page));
}

HttpRequest ApiCalls::group(const std::string& token, const std::string& group_id) const {
    return get(token, "/v3.0/oa/group/getgroup", {{"group_id", group_id}});
}

HttpRequest ApiCalls::group_members(const std::string& token, const std::string& group_id, Page page) const {
    return get(token, "/v3.0/oa/group/listmember", group_page_fields(group_id, page));
}

HttpRequest ApiCalls::groups(const std::string& token, Page page) const {
    return get(token, "/v3.0/oa/group/getgroupsofoa", page_fields(page));
}

}  // namespace reformdesk::connectors::zalo_oa
