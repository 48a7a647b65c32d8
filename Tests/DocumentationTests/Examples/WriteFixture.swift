import Foundation
import ScimLedger

/// Writes a cycle and all that it stands on into one file, which tells of people as the log does.
func writeFixture(of cycle: ProvisioningCycle, in ledger: ProvisioningLedger, to file: URL) throws {
  let fixture = try ledger.replayFixture(.cycle(cycle))
  try Data(fixture.serialized()).write(to: file)
}
