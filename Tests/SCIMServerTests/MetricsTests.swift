import CoreMetrics
import Metrics
import ScimLedger
import Testing

@testable import SCIMServer

@Suite("Metrics")
struct MetricsTests {
  /// Reads an exposition strictly and returns its samples by name and labels as written.
  private static func samples(_ text: String) throws -> [String: Double] {
    var samples: [String: Double] = [:]
    var family = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("# HELP ") { continue }
      if line.hasPrefix("# TYPE ") {
        let words = line.split(separator: " ")
        family = String(try #require(words.count == 4 ? words[2] : nil))
        #expect(["counter", "gauge", "histogram"].contains(words[3]))
        continue
      }
      let space = try #require(line.lastIndex(of: " "))
      let name = String(line[..<space])
      #expect(name.hasPrefix(family), "every sample follows its family's TYPE line")
      #expect(samples[name] == nil, "every series appears once")
      let number = String(line[line.index(after: space)...])
      let value = try #require(Double(number))
      samples[name] = value
    }
    #expect(text.hasSuffix("\n"))
    return samples
  }

  @Test("requests, refusals, tolerances and the ledger are counted")
  func counts() async throws {
    try await RunningServer.run { server in
      for name in ["a", "b", "c"] {
        #expect(try await server.scim("POST", "/Users", RunningServer.user(name)).status == 201)
      }
      _ = try await server.scim("GET", "/Users/00000000-0000-7000-8000-00000000ffff")
      _ = try await server.send("GET", "/scim/v2/Users")
      let answer = try await server.send("GET", "/metrics")
      #expect(answer.status == 200)
      #expect(answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
      let samples = try Self.samples(answer.text)
      #expect(samples["scim_http_requests_total{method=\"POST\",route=\"/Users\",status=\"201\"}"] == 3)
      #expect(samples["scim_http_requests_total{method=\"GET\",route=\"/Users/{id}\",status=\"404\"}"] == 1)
      #expect(samples["scim_http_requests_total{method=\"GET\",route=\"/Users\",status=\"401\"}"] == 1)
      #expect(samples["scim_http_unauthenticated_total"] == 1)
      #expect(samples["scim_tolerances_total{rule=\"booleanAsString\"}"] == 3)
      #expect(samples["scim_http_request_duration_seconds_count{route=\"/Users\"}"] == 4)
      #expect(samples["scim_http_request_duration_seconds_bucket{route=\"/Users\",le=\"+Inf\"}"] == 4)
      #expect(samples["scim_http_requests_under_way"] == 1)
      #expect(samples["scim_ledger_head"] == Double(try server.ledger.head().rawValue))
      #expect(samples["scim_ledger_waiting_operations"] == 0)
      #expect(samples["scim_ledger_writer_stopped"] == 0)
      #expect(samples["scim_ledger_file_bytes"] ?? 0 > 0)
      #expect(samples["process_start_time_seconds"] ?? 0 > 1_600_000_000)
      #expect(!answer.text.contains("ffff"))
    }
  }

  @Test("each kind of metric is written as its Prometheus type")
  func kinds() throws {
    let registry = PrometheusRegistry()
    registry.describe("c", as: "A \"count\"\nof \\ things")
    Counter(label: "c", dimensions: [("b", "x\"\n\\"), ("a", "1")], factory: registry).increment(by: 2)
    Counter(label: "c", dimensions: [("a", "1"), ("b", "x\"\n\\")], factory: registry).increment()
    Gauge(label: "g", factory: registry).record(1.5)
    Recorder(label: "r", factory: registry).record(50)
    Metrics.Timer(label: "t", factory: registry).recordMilliseconds(20)
    let meter = Meter(label: "m", factory: registry)
    meter.set(5)
    meter.decrement(by: 2)
    let text = registry.text()
    #expect(text.hasPrefix("# HELP c A \"count\"\\nof \\\\ things\n# TYPE c counter\n"))
    let samples = try Self.samples(text)
    #expect(samples["c{a=\"1\",b=\"x\\\"\\n\\\\\"}"] == 3)
    #expect(samples["g"] == 1.5)
    #expect(samples["m"] == 3)
    #expect(samples["r_bucket{le=\"10\"}"] == 0)
    #expect(samples["r_bucket{le=\"100\"}"] == 1)
    #expect(samples["t_seconds_bucket{le=\"0.01\"}"] == 0)
    #expect(samples["t_seconds_bucket{le=\"0.025\"}"] == 1)
    #expect(samples["t_seconds_sum"] == 0.02)
  }

  @Test("a counter does not overflow, and a name used for two kinds shows the first")
  func edges() throws {
    let registry = PrometheusRegistry()
    let counter = Counter(label: "x", factory: registry)
    counter.increment(by: Int64.max)
    counter.increment(by: Int64.max)
    Gauge(label: "x", factory: registry).record(7)
    Gauge(label: "nan", factory: registry).record(Double.nan)
    Gauge(label: "inf", factory: registry).record(-Double.infinity)
    let text = registry.text()
    #expect(text.contains("# TYPE x counter\nx 9.223372036854776e+18\n") && !text.contains("x gauge"))
    #expect(text.contains("\nnan NaN\n") && text.contains("\ninf -Inf\n"))
    counter.destroy()
    #expect(!registry.text().contains("TYPE x"))
  }

  @Test("counting from many tasks at once loses nothing")
  func concurrent() async throws {
    let registry = PrometheusRegistry()
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for _ in 0..<1000 {
            Counter(label: "c", dimensions: [("t", String(task % 2))], factory: registry).increment()
          }
        }
      }
    }
    let samples = try Self.samples(registry.text())
    #expect(samples["c{t=\"0\"}"] == 4000 && samples["c{t=\"1\"}"] == 4000)
  }

  @Test(
    "names are made of what Prometheus allows",
    arguments: [("a.b-c", "a_b_c"), ("1a", "_1a"), ("", "_"), ("a:b", "a:b"), ("ä", "_")])
  func names(name: String, sanitized: String) {
    #expect(MetricName.sanitized(name) == sanitized)
  }
}
