#include "tests/server/net/test_authority.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace reformdesk::net::testing {

namespace {

void add_extension(X509* certificate, int kind, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) {
        throw std::runtime_error("a certificate can't carry " + value);
    }
}

Issued unsigned_certificate(const std::string& common_name, std::chrono::seconds valid_for) {
    Issued out;
    out.key.reset(EVP_EC_gen("P-256"));
    out.certificate.reset(X509_new());
    auto* certificate = out.certificate.get();
    X509_set_version(certificate, 2);
    // Of a clock that is minutes off, as on some machines, it would still be the time of the certificate.
    X509_gmtime_adj(X509_getm_notBefore(certificate), -86'400);
    X509_gmtime_adj(X509_getm_notAfter(certificate), valid_for.count());
    X509_set_pubkey(certificate, out.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
    return out;
}

}  // namespace

TestAuthority::TestAuthority() {
    std::string name = ::testing::TempDir() + "authority-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    folder_ = name;
    own_ = unsigned_certificate("Test authority", std::chrono::hours(1));
    auto* certificate = own_.certificate.get();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(certificate, own_.key.get(), EVP_sha256());
    const std::unique_ptr<FILE, FreeWith<std::fclose>> out(std::fopen(file().c_str(), "w"));
    PEM_write_X509(out.get(), certificate);
}

TestAuthority::~TestAuthority() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

Issued TestAuthority::issue(const std::string& names, std::chrono::seconds valid_for) const {
    auto out = unsigned_certificate("Issued", valid_for);
    auto* certificate = out.certificate.get();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 2);
    X509_set_issuer_name(certificate, X509_get_subject_name(own_.certificate.get()));
    add_extension(certificate, NID_subject_alt_name, names);
    X509_sign(certificate, own_.key.get(), EVP_sha256());
    return out;
}

Issued self_signed(const std::string& names) {
    auto out = unsigned_certificate("Self-signed", std::chrono::hours(1));
    auto* certificate = out.certificate.get();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 3);
    X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
    add_extension(certificate, NID_subject_alt_name, names);
    X509_sign(certificate, out.key.get(), EVP_sha256());
    return out;
}

}  // namespace reformdesk::net::testing
