// A certificate authority in a temporary folder, and what it issues: made anew for each test.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include <openssl/evp.h>
#include <openssl/x509.h>

namespace reformdesk::net::testing {

template <auto function>
struct FreeWith {
    template <class T>
    void operator()(T* pointer) const {
        function(pointer);
    }
};
using KeyPointer = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using CertificatePointer = std::unique_ptr<X509, FreeWith<X509_free>>;

struct Issued {
    KeyPointer key;
    CertificatePointer certificate;
};

class TestAuthority {
  public:
    TestAuthority();
    ~TestAuthority();
    TestAuthority(const TestAuthority&) = delete;
    TestAuthority& operator=(const TestAuthority&) = delete;

    /// The authority's own certificate, PEM.
    std::filesystem::path file() const { return folder_ / "authority.pem"; }

    /// `names` as in OpenSSL's subjectAltName: "DNS:a.example,IP:127.0.0.1".
    Issued issue(const std::string& names, std::chrono::seconds valid_for = std::chrono::hours(1)) const;

  private:
    std::filesystem::path folder_;
    Issued own_;
};

/// Signed by nobody else.
Issued self_signed(const std::string& names);

}  // namespace reformdesk::net::testing
