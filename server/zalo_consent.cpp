#include "server/zalo_consent.hpp"

#include "connectors/zalo_oa/consent.hpp"
#include "server/access/random.hpp"
#include "server/channels/token_settings.hpp"
#include "server/connector_http.hpp"
#include "server/net/offload.hpp"
#include "server/zalo_settings.hpp"

#include <exception>
#include <ostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace reformdesk {

namespace asio = boost::asio;
namespace zalo_oa = connectors::zalo_oa;

namespace {

constexpr int bad_input = 2;

// The client, the store and the context of one exchange with Zalo.
class Exchange {
  public:
    explicit Exchange(const ZaloConsentParts& parts)
        : client_(context_, client_options(parts.config.outgoing)),
          http_(client_),
          store_(parts.settings, pool_),
          consent_(
              http_, store_, [&clock = parts.clock] { return clock.now(); },
              oauth_settings(parts.config.zalo_oa), parts.config.zalo_oa.oa_id) {}

    zalo_oa::PendingConsent begin(const std::string& redirect_uri) const {
        return consent_.begin(redirect_uri);
    }

    zalo_oa::ConsentResult finish(zalo_oa::PendingConsent pending, zalo_oa::ConsentReply reply) {
        zalo_oa::ConsentResult result;
        std::exception_ptr failure;
        asio::co_spawn(context_, consent_.finish(std::move(pending), std::move(reply)),
                       [&](std::exception_ptr error, zalo_oa::ConsentResult given) {
                           failure = error;
                           result = std::move(given);
                           client_.stop();
                       });
        context_.run();
        if (failure) {
            std::rethrow_exception(failure);
        }
        return result;
    }

  private:
    asio::io_context context_;
    net::WorkerPool pool_{1, 16};
    net::HttpsClient client_;
    ConnectorHttp http_;
    channels::TokenSettings store_;
    zalo_oa::Consent consent_;
};

int begin(const ZaloConsentParts& parts) {
    if (parts.config.public_url.empty()) {
        parts.err << "Chưa có [server] public_url: Zalo cần địa chỉ để đưa trình duyệt trở về\n";
        return bad_input;
    }
    const auto pending = Exchange(parts).begin(consent_address(parts.config.public_url));
    parts.out
        << "1. Người quản trị OA mở địa chỉ này trong trình duyệt và bấm đồng ý:\n"
        << pending.url << "\n"
        << "2. Trình duyệt trở về " << consent_address(parts.config.public_url)
        << " và báo chưa cấp quyền được. Trong 10 phút, lấy code và oa_id trên thanh địa chỉ rồi chạy:\n"
        << "reformdesk zalo consent --code CODE --oa-id OA_ID --verifier=" << pending.verifier << "\n";
    return 0;
}

int finish(const ZaloConsentCommand& command, const ZaloConsentParts& parts) {
    zalo_oa::PendingConsent pending;
    // Whoever runs the command holds the code: there is no browser whose way here had to be proved.
    pending.state = access::random_token();
    pending.verifier = command.verifier.empty() ? parts.config.zalo_oa.code_verifier : command.verifier;
    zalo_oa::ConsentReply reply;
    reply.code = command.code;
    reply.state = pending.state;
    reply.oa_id = command.oa_id;
    const auto result = Exchange(parts).finish(std::move(pending), std::move(reply));
    (result.granted ? parts.out : parts.err) << result.detail << "\n";
    return result.granted ? 0 : 1;
}

}  // namespace

int zalo_consent(const ZaloConsentCommand& command, const ZaloConsentParts& parts) {
    if (!parts.config.zalo_oa.enabled()) {
        parts.err << "Zalo OA chưa được bật: điền mục [zalo_oa] trong tệp cấu hình và chỉ ra tệp bằng "
                     "--config\n";
        return bad_input;
    }
    if (command.code.empty()) {
        return begin(parts);
    }
    if (command.oa_id.empty()) {
        parts.err << "Có --code thì phải có --oa-id\n";
        return bad_input;
    }
    return finish(command, parts);
}

}  // namespace reformdesk
