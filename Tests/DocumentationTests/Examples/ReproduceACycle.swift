import Foundation
import ScimLedger
import Testing

/// Fails where today's code would answer a recorded request otherwise, and says which and how.
func expectReproduced(_ file: URL) throws {
  let fixture = try ReplayFixture(parsing: [UInt8](Data(contentsOf: file)))
  let report = try ReplayRun(fixture.selection, in: fixture).report()
  for divergence in report.divergences {
    for difference in divergence.differences {
      let recorded = difference.recorded?.description ?? "nothing"
      let reproduced = difference.reproduced?.description ?? "nothing"
      Issue.record("event \(divergence.position), \(difference.path): \(recorded), now \(reproduced)")
    }
  }
  #expect(report.identical == report.compared)
}
