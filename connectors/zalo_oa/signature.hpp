// Whether Zalo sent a request: X-ZEvent-Signature is the SHA-256 of four texts one after the other, and no
// HMAC.
//
//   const SignedRequest request{body, header("X-ZEvent-Signature"), header("X-ZEvent-Timestamp")};
//   if (matching_variant(request, {app_id, oa_id, secret})) { … it is Zalo's … }
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::connectors::zalo_oa {

/// What Zalo knows too. A variant whose id is empty matches nothing; without a secret none does.
struct SignatureKeys {
    std::string app_id;
    std::string oa_id;
    std::string secret;  ///< the "OA Secret Key" of the console's webhook page, which is not the app's secret
};

/// A request as it was received. Views: they must live as long as the call.
struct SignedRequest {
    std::string_view body;              ///< raw bytes, before any decoding
    std::string_view signature;         ///< of X-ZEvent-Signature: "mac=HEX", "mac = HEX" or HEX, in any case
    std::string_view timestamp_header;  ///< of X-ZEvent-Timestamp; may be empty
};

/// Zalo's documentation says SHA-256(app id + body + the body's timestamp + secret); some integrators found
/// the OA's id in front, or the header's timestamp behind the body.
enum class SignatureVariant {
    app_id_and_body_time,
    app_id_and_header_time,
    oa_id_and_body_time,
    oa_id_and_header_time
};

/// For the log and the doctor: "app_id+body_time", …
std::string_view to_string(SignatureVariant variant);

/// The first variant, in the order above, whose digest is the signature; nothing when none is. Its time does
/// not depend on what the signature is. Never throws.
std::optional<SignatureVariant> matching_variant(const SignedRequest& request, const SignatureKeys& keys);

/// The "timestamp" of the outermost object, as written: a text without its quotes, or a number; empty when
/// there is none. Looks at the bytes alone, so that a signature can be checked on a body that is no strict
/// JSON.
std::string_view timestamp_in(std::string_view body);

/// The console sends an unsigned `{}` when the webhook's address is saved. It wants 200 and has no effect.
bool is_probe(std::string_view body);

}  // namespace reformdesk::connectors::zalo_oa
