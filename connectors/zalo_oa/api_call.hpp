// Requests to Zalo's OpenAPI for Official Accounts. Pure. What comes back is read by api_reply.hpp.
//
//   const ApiCalls calls(settings);
//   HttpRequest request = calls.text(access_token, thread, "Xin chào", quote);
#pragma once

#include "connectors/http_client.hpp"
#include "connectors/thread.hpp"
#include "connectors/zalo_oa/form.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace reformdesk::connectors::zalo_oa {

struct ApiSettings {
    std::string url = "https://openapi.zalo.me";
    std::string app_secret = {};  ///< for the proof alone
    bool send_proof = false;      ///< the header appsecret_proof, where the app demands it
    std::chrono::milliseconds deadline{10'000};
    std::chrono::milliseconds upload_deadline{30'000};
};

enum class UploadKind {
    image,  ///< JPEG or PNG, at most 1 MB: gives an attachment id
    gif,    ///< at most 5 MB: gives an attachment id
    file,   ///< PDF, DOC, DOCX or CSV, at most 5 MB: gives a token
};

/// Which of a long list.
struct Page {
    std::size_t offset = 0;
    std::size_t count = 10;
};

/// All texts are valid UTF-8. `token` is the account's access token; the requests hold it in a header.
class ApiCalls {
  public:
    explicit ApiCalls(ApiSettings settings);

    /// To a person, a group or an anonymous visitor. `quote`: the id of the message replied to; may be empty.
    HttpRequest text(const std::string& token, const Thread& to, const std::string& text,
                     const std::string& quote) const;
    /// `text` may be empty.
    HttpRequest image(const std::string& token, const Thread& to, const std::string& text,
                      const std::string& attachment_id) const;
    HttpRequest file(const std::string& token, const Thread& to, const std::string& file_token) const;

    /// What it gives can be sent for 7 days.
    HttpRequest upload(const std::string& token, UploadKind kind, const FileContent& file) const;

    HttpRequest user_detail(const std::string& token, const std::string& user_id) const;
    /// What may still be written to this person.
    HttpRequest message_quota(const std::string& token, const std::string& user_id) const;
    /// The account itself: whether the token works.
    HttpRequest account(const std::string& token) const;

    /// Newest first, at most 10 a page; nothing is documented for anonymous visitors.
    HttpRequest history(const std::string& token, const Thread& with, Page page) const;

    HttpRequest group(const std::string& token, const std::string& group_id) const;
    HttpRequest group_members(const std::string& token, const std::string& group_id, Page page) const;
    HttpRequest groups(const std::string& token, Page page) const;

  private:
    HttpRequest get(const std::string& token, std::string_view path, const Fields& query) const;
    HttpRequest post(const std::string& token, std::string_view path, std::string json) const;
    HttpRequest authorised(const std::string& token, std::string_view path) const;

    ApiSettings settings_;
};

}  // namespace reformdesk::connectors::zalo_oa
