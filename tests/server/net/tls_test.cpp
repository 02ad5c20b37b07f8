#include "tests/server/net/live_server.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace reformdesk::net::testing {

namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;

template <auto function>
struct Free {
    template <class T>
    void operator()(T* pointer) const {
        function(pointer);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;

/// A folder with a key and a certificate for "localhost" that it signed itself.
class Certificate {
  public:
    Certificate() {
        std::string name = ::testing::TempDir() + "tls-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no temporary folder");
        }
        folder_ = name;
        const Key key(EVP_EC_gen("P-256"));
        write_key(key.get(), "key.pem", nullptr);
        write_key(key.get(), "locked.pem", "a passphrase");
        const Key other(EVP_EC_gen("P-256"));
        write_key(other.get(), "other.pem", nullptr);
        write_certificate(key.get());
        std::ofstream(folder_ / "garbage.pem") << "-----BEGIN NOTHING-----\n";
    }
    ~Certificate() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;

    std::filesystem::path file(const std::string& name) const { return folder_ / name; }

  private:
    void write_key(EVP_PKEY* key, const std::string& name, const char* passphrase) const {
        const std::unique_ptr<FILE, Free<std::fclose>> out(std::fopen(file(name).c_str(), "w"));
        const auto* cipher = passphrase == nullptr ? nullptr : EVP_aes_256_cbc();
        const auto size = passphrase == nullptr ? 0 : static_cast<int>(std::string(passphrase).size());
        PEM_write_PKCS8PrivateKey(out.get(), key, cipher, passphrase, size, nullptr, nullptr);
    }

    void write_certificate(EVP_PKEY* key) const {
        const std::unique_ptr<X509, Free<X509_free>> certificate(X509_new());
        X509_set_version(certificate.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key);
        auto* name = X509_get_subject_name(certificate.get());
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
        X509_set_issuer_name(certificate.get(), name);
        X509_sign(certificate.get(), key, EVP_sha256());
        const std::unique_ptr<FILE, Free<std::fclose>> out(std::fopen(file("certificate.pem").c_str(), "w"));
        PEM_write_X509(out.get(), certificate.get());
    }

    std::filesystem::path folder_;
};

class TlsClient : public RawClient {
  public:
    TlsClient(std::uint16_t port, const Certificate& trusted, int newest = 0) : RawClient(port) {
        // OpenSSL writes to sockets without MSG_NOSIGNAL.
        std::signal(SIGPIPE, SIG_IGN);
        context_.reset(SSL_CTX_new(TLS_client_method()));
        SSL_CTX_load_verify_locations(context_.get(), trusted.file("certificate.pem").c_str(), nullptr);
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
        if (newest != 0) {
            SSL_CTX_set_security_level(context_.get(), 0);
            SSL_CTX_set_max_proto_version(context_.get(), newest);
        }
        session_.reset(SSL_new(context_.get()));
        SSL_set_fd(session_.get(), descriptor());
        connected_ = SSL_connect(session_.get()) == 1;
    }

    bool connected() const { return connected_; }
    std::string version() const { return SSL_get_version(session_.get()); }
    /// The server ended the session and did not just drop the connection.
    bool ended_in_order() const { return (SSL_get_shutdown(session_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }
    void end() { SSL_shutdown(session_.get()); }

  private:
    long transmit(const char* bytes, std::size_t size) override {
        return SSL_write(session_.get(), bytes, static_cast<int>(size));
    }
    long receive(char* bytes, std::size_t size) override {
        return SSL_read(session_.get(), bytes, static_cast<int>(size));
    }

    std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>> context_;
    std::unique_ptr<SSL, Free<SSL_free>> session_;
    bool connected_ = false;
};

std::vector<Route> routes() {
    std::vector<Route> out;
    out.push_back(get("/", [](const Request& request) {
        return text(std::string("xin chào") + (request.secure ? ", secure" : ""));
    }));
    out.push_back(get("/large", [](const Request&) { return text(std::string(3u << 20, 'x')); }));
    out.push_back(post(
        "/echo", [](const Request& request) { return text(request.body); }, 1u << 20));
    out.push_back(websocket("/chat", echo));
    return out;
}

ServerOptions tls_options(const Certificate& certificate) {
    auto options = quick_options();
    options.tls = TlsFiles{certificate.file("certificate.pem"), certificate.file("key.pem")};
    return options;
}

constexpr std::string_view plain = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

bool nobody(const ServerCounts& counts) {
    return counts.connections == 0 && counts.websockets == 0;
}

}  // namespace

TEST(Tls, CarriesRequestsOfAllSizes) {
    const Certificate certificate;
    LiveServer server(routes(), tls_options(certificate));
    {
        TlsClient client(server.port(), certificate);
        ASSERT_TRUE(client.connected());
        EXPECT_EQ(client.version(), "TLSv1.3");
        client.send(std::string(plain) + std::string(plain));
        EXPECT_EQ(client.answer()->body, "xin chào, secure");
        EXPECT_EQ(client.answer()->body, "xin chào, secure");
        client.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
        EXPECT_EQ(client.answer()->body.size(), std::size_t(3u << 20));
        const std::string body(300'000, 'b');
        client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000\r\n\r\n" + body);
        EXPECT_EQ(client.answer()->body, body);
        client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        EXPECT_EQ(client.answer()->headers.at("connection"), "close");
        EXPECT_TRUE(client.closed_by_server());
        EXPECT_TRUE(client.ended_in_order()) << "a client must be able to tell an end from a cut";
        client.end();
    }
    EXPECT_TRUE(server.eventually(nobody));
    EXPECT_EQ(server.troubles(), std::vector<std::string>());
}

TEST(Tls, CarriesWebSockets) {
    const Certificate certificate;
    LiveServer server(routes(), tls_options(certificate));
    TlsClient client(server.port(), certificate);
    client.send(handshake("/chat"));
    ASSERT_EQ(client.answer()->status, 101u);
    for (const auto& message : {std::string("xin chào"), std::string(60'000, 'm')}) {
        client.send(frame(text_frame, message));
        const auto heard = read_frame(client);
        ASSERT_TRUE(heard);
        EXPECT_EQ(heard->payload, message);
    }
    client.send(frame(text_frame, std::string(70'000, 'm')));
    const auto refused = read_frame(client);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->close_code(), 1009u);
}

TEST(Tls, CarriesTheGoodbyeOfAStop) {
    const Certificate certificate;
    LiveServer server(routes(), tls_options(certificate));
    TlsClient chat(server.port(), certificate);
    chat.send(handshake("/chat"));
    ASSERT_EQ(chat.answer()->status, 101u);
    TlsClient idle(server.port(), certificate);
    idle.send(plain);
    ASSERT_TRUE(idle.answer());
    auto stopped = server.stop(1h);
    const auto goodbye = read_frame(chat);
    ASSERT_TRUE(goodbye);
    EXPECT_EQ(goodbye->close_code(), 1001u);
    chat.send(frame(close_frame, goodbye->payload));
    EXPECT_TRUE(idle.closed_by_server());
    EXPECT_EQ(stopped.wait_for(20s), std::future_status::ready);
}

TEST(Tls, ARefusalReachesAClientThatHasSentMore) {
    const Certificate certificate;
    LiveServer server(routes(), tls_options(certificate));
    TlsClient client(server.port(), certificate);
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\n" +
                std::string(200'000, 'x'));
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 413u);
    EXPECT_TRUE(client.closed_by_server());
}

TEST(Tls, SpeaksTwoVersionsAndNoneOlder) {
    const Certificate certificate;
    LiveServer server(routes(), tls_options(certificate));
    const TlsClient still_good(server.port(), certificate, TLS1_2_VERSION);
    EXPECT_TRUE(still_good.connected());
    EXPECT_EQ(still_good.version(), "TLSv1.2");
    for (const int version : {TLS1_1_VERSION, TLS1_VERSION}) {
        const TlsClient old(server.port(), certificate, version);
        EXPECT_FALSE(old.connected());
    }
    EXPECT_FALSE(server.troubles().empty());
}

TEST(Tls, PlainTextOnItsPortIsNotServed) {
    const Certificate certificate;
    LiveServer server(routes(), tls_options(certificate));
    for (int i = 0; i < 3; ++i) {
        RawClient client(server.port());
        client.send(plain);
        EXPECT_THAT(client.read_to_end(), ::testing::Not(HasSubstr("HTTP/1.1")));
    }
    EXPECT_TRUE(server.eventually(nobody));
    ASSERT_FALSE(server.troubles().empty());
    EXPECT_THAT(server.troubles()[0], HasSubstr("TLS handshake with 127.0.0.1"));
    TlsClient after(server.port(), certificate);
    after.send(plain);
    EXPECT_TRUE(after.answer()) << "others are served";
}

TEST(Tls, AHandshakeThatNeverComesIsCutOff) {
    const Certificate certificate;
    auto options = tls_options(certificate);
    options.header_time = 300ms;
    LiveServer server(routes(), options);
    RawClient silent(server.port());
    EXPECT_TRUE(silent.closed_by_server());
    RawClient half(server.port());
    half.send(std::string("\x16\x03\x01\x02\x00\x01", 6));
    EXPECT_TRUE(half.closed_by_server());
    EXPECT_TRUE(server.eventually(nobody));
}

TEST(Tls, TooManyConnectionsAreDroppedWithoutAHandshake) {
    const Certificate certificate;
    auto options = tls_options(certificate);
    options.connections = 1;
    LiveServer server(routes(), options);
    TlsClient first(server.port(), certificate);
    ASSERT_TRUE(first.connected());
    const TlsClient second(server.port(), certificate);
    EXPECT_FALSE(second.connected());
    EXPECT_EQ(server.records(1).at(0).status, 503u);
    first.send(plain);
    EXPECT_TRUE(first.answer());
}

TEST(Tls, ClientsThatVanishAreNoTrouble) {
    const Certificate certificate;
    LiveServer server(routes(), tls_options(certificate));
    { const RawClient before_the_handshake(server.port()); }
    {
        TlsClient without_an_end(server.port(), certificate);
        without_an_end.send(plain);
        EXPECT_TRUE(without_an_end.answer());
    }
    {
        TlsClient in_the_middle(server.port(), certificate);
        in_the_middle.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
        in_the_middle.abort();
    }
    EXPECT_TRUE(server.eventually(nobody));
    EXPECT_EQ(server.troubles(), std::vector<std::string>());
}

TEST(TlsFiles, ThatAreOfNoUseAreNamed) {
    const Certificate certificate;
    boost::asio::io_context context;
    const auto trouble = [&](const std::string& chain, const std::string& key) -> std::string {
        auto options = quick_options();
        options.tls = TlsFiles{certificate.file(chain), certificate.file(key)};
        try {
            const Server server(context, options, Router({}), ServerObserver());
            return "";
        } catch (const std::runtime_error& error) {
            return error.what();
        }
    };
    EXPECT_EQ(trouble("certificate.pem", "key.pem"), "");
    EXPECT_THAT(trouble("missing.pem", "key.pem"), AllOf(HasSubstr("certificate"), HasSubstr("missing.pem")));
    EXPECT_THAT(trouble("garbage.pem", "key.pem"), HasSubstr("garbage.pem"));
    EXPECT_THAT(trouble("key.pem", "key.pem"), AllOf(HasSubstr("certificate"), HasSubstr("key.pem")));
    EXPECT_THAT(trouble("certificate.pem", "missing.pem"),
                AllOf(HasSubstr("private key"), HasSubstr("missing.pem")));
    EXPECT_THAT(trouble("certificate.pem", "garbage.pem"), HasSubstr("garbage.pem"));
    EXPECT_THAT(trouble("certificate.pem", "other.pem"),
                AllOf(HasSubstr("other.pem does not belong to"), HasSubstr("certificate.pem")));
}

TEST(TlsFiles, AKeyWithAPassphraseIsRefusedWithoutAsking) {
    const Certificate certificate;
    boost::asio::io_context context;
    auto options = quick_options();
    options.tls = TlsFiles{certificate.file("certificate.pem"), certificate.file("locked.pem")};
    try {
        const Server server(context, options, Router({}), ServerObserver());
        ADD_FAILURE() << "the key must not be usable";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr("locked.pem"), HasSubstr("passphrase")));
    }
}

}  // namespace reformdesk::net::testing
