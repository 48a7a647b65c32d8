package import ScimLedger

extension Client {
  /// Who all the requests of a benchmark come from.
  package static let benchmark = Client(
    name: "benchmark", client: "benchmark",
    tokenID: Identifier(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0001))
}

extension ProvisioningLedger {
  /// Sends POST /Users and waits until it is durable.
  ///
  /// - Parameter index: Stands in the request's id.
  /// - Throws: `BenchmarkError.notCreated` where the answer is not 201.
  @discardableResult
  package func createUser(_ body: [UInt8], _ index: Int) async throws -> SCIMResponse {
    let request = SCIMRequest(
      method: "POST", path: "/Users", body: body, requestID: "benchmark-\(index)",
      contentType: "application/scim+json")
    let response = await handle(request, as: .benchmark)
    guard response.status == 201 else {
      throw BenchmarkError.notCreated(
        status: response.status, body: String(decoding: response.body, as: UTF8.self))
    }
    return response
  }
}
