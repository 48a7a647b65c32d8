import Testing

@testable import ServiceProvider

@Suite struct ImportBatchTests {
  /// LMDB's limit of changed pages in a transaction.
  private static let limit = 131_071

  @Test(arguments: [0, 1000, 850_000, 1_000_000, 1_400_000, 2_000_000, 5_000_000, 100_000_000])
  func `a commit's creates touch far fewer pages than a transaction can hold`(people: Int) {
    let creates = ImportBatch.most(besidePeople: people)
    // One page in the order of the log, and one for each of five values, but no more than there are.
    let touched = creates + min(creates * 5, people / 17)
    #expect(touched <= Self.limit * 4 / 5)
    #expect(creates > 10_000)
  }
}
