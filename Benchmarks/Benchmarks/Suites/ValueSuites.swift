import Benchmark
import BenchmarkKit
import ScimLedger

/// What needs no ledger.
func measureValues() {
  let people = People(seed: 1)
  let bodies = (0..<1000).map(people.body)

  Benchmark("JSONTape, 100 times 1000 people") { _ in
    for _ in 0..<100 {
      for body in bodies { blackHole(try JSONDocument(parsing: body)) }
    }
  }

  Benchmark("filter, 100 times 1000 people") { benchmark in
    let subjects = try bodies.map { try subject($0) }
    let text =
      #"active eq true and (title co "engineer" or emails[type eq "work" and value ew "9@example.com"])"#
    benchmark.startMeasurement()
    for _ in 0..<100 {
      let filter = try ResolvedFilter(Filter(parsing: text), type: .user)
      for subject in subjects { blackHole(try filter.matches(subject)) }
    }
    benchmark.stopMeasurement()
  }

  Benchmark("PATCH parsed, 10000 times") { benchmark in
    let body = try JSONValue(parsing: patchBody("Engineer"))
    benchmark.startMeasurement()
    for _ in 0..<10_000 { blackHole(try PatchRequest(body, type: .user)) }
    benchmark.stopMeasurement()
  }
}

/// A PATCH as Entra sends it.
func patchBody(_ title: String) -> [UInt8] {
  Array(
    """
    {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[\
    {"op":"Replace","path":"title","value":"\(title)"},\
    {"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"\(title)@example.com"},\
    {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"\(title)"}]}
    """.utf8)
}

private func subject(_ body: [UInt8]) throws -> FilterSubject {
  let image = try JSONValue(parsing: body).objectValue ?? [:]
  let moment = DateTime(microseconds: 1_700_000_000_000_000)
  return FilterSubject(
    image: image, id: "01890000-0000-7000-8000-000000000000", created: moment, lastModified: moment,
    version: #"W/"1""#)
}
