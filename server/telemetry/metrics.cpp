#include "server/telemetry/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace reformdesk::telemetry {

namespace {

const prometheus::Histogram::BucketBoundaries seconds_buckets{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                              0.1,    0.25,  0.5,    1,     2.5,  5,     10};

double seconds(std::chrono::microseconds duration) {
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

struct Metrics::Implementation {
    using Counters = prometheus::Family<prometheus::Counter>;
    using Histograms = prometheus::Family<prometheus::Histogram>;

    prometheus::Registry registry;
    Counters& requests = counters("http_requests_total", "Requests by route and status");
    Histograms& durations = prometheus::BuildHistogram()
                                .Name("reformdesk_http_request_seconds")
                                .Help("Time from the first byte of a request to its response")
                                .Register(registry);
    Counters& messages = counters("messages_total", "Messages accepted, by channel");
    Counters& repeated = counters("messages_repeated_total", "Messages that came again, by channel");
    Counters& replies = counters("replies_total", "Replies by kind");
    prometheus::Histogram& processing = prometheus::BuildHistogram()
                                            .Name("reformdesk_message_processing_seconds")
                                            .Help("Time to decide on a message and to store the reply")
                                            .Register(registry)
                                            .Add({}, seconds_buckets);
    Counters& deliveries = counters("deliveries_total", "Deliveries by channel and outcome");
    Counters& logins = counters("logins_total", "Logins by outcome");
    Counters& troubles = counters("troubles_total", "Failures that an operator should look at, by place");
    prometheus::Gauge& connections = gauge("connections", "Open connections");
    prometheus::Gauge& websockets = gauge("websockets", "Open WebSockets");
    prometheus::Gauge& outbox = gauge("outbox_depth", "Replies that wait for delivery");
    prometheus::Gauge& tickets = gauge("tickets_open", "Tickets that wait for an expert");
    prometheus::Gauge& queue = gauge("worker_queue", "Work that waits for a thread");

    Counters& counters(const std::string& name, const std::string& help) {
        return prometheus::BuildCounter().Name("reformdesk_" + name).Help(help).Register(registry);
    }
    prometheus::Gauge& gauge(const std::string& name, const std::string& help) {
        return prometheus::BuildGauge().Name("reformdesk_" + name).Help(help).Register(registry).Add({});
    }
};

Metrics::Metrics() : implementation_(std::make_unique<Implementation>()) {}
Metrics::~Metrics() = default;

void Metrics::request(std::string_view route, unsigned status, std::chrono::microseconds duration) {
    auto& m = *implementation_;
    m.requests.Add({{"route", std::string(route)}, {"status", std::to_string(status)}}).Increment();
    m.durations.Add({{"route", std::string(route)}}, seconds_buckets).Observe(seconds(duration));
}

void Metrics::message(std::string_view channel) {
    implementation_->messages.Add({{"channel", std::string(channel)}}).Increment();
}

void Metrics::repeated_message(std::string_view channel) {
    implementation_->repeated.Add({{"channel", std::string(channel)}}).Increment();
}

void Metrics::reply(std::string_view kind) {
    implementation_->replies.Add({{"kind", std::string(kind)}}).Increment();
}

void Metrics::processing(std::chrono::microseconds duration) {
    implementation_->processing.Observe(seconds(duration));
}

void Metrics::delivery(std::string_view channel, std::string_view outcome) {
    implementation_->deliveries.Add({{"channel", std::string(channel)}, {"outcome", std::string(outcome)}})
        .Increment();
}

void Metrics::login(bool successful) {
    implementation_->logins.Add({{"outcome", successful ? "successful" : "failed"}}).Increment();
}

void Metrics::trouble(std::string_view where) {
    implementation_->troubles.Add({{"where", std::string(where)}}).Increment();
}

void Metrics::set_connections(std::size_t connections, std::size_t websockets) {
    implementation_->connections.Set(static_cast<double>(connections));
    implementation_->websockets.Set(static_cast<double>(websockets));
}

void Metrics::set_outbox_depth(std::int64_t depth) {
    implementation_->outbox.Set(static_cast<double>(depth));
}

void Metrics::set_open_tickets(std::int64_t tickets) {
    implementation_->tickets.Set(static_cast<double>(tickets));
}

void Metrics::set_worker_queue(std::size_t queued) {
    implementation_->queue.Set(static_cast<double>(queued));
}

std::string Metrics::text() const {
    return prometheus::TextSerializer().Serialize(implementation_->registry.Collect());
}

}  // namespace reformdesk::telemetry
