import Provisioning
import Testing

@Suite struct `Escrow schedule` {
  private static let hour: Int64 = 3_600_000_000

  @Test func `waits 6, 12 and 24 hours, then a day each, and ends after 28 days`() {
    let schedule = EscrowSchedule()
    var hours: [Int64] = []
    var now: Int64 = 0
    var failures = 1
    while let next = schedule.nextAttempt(failures: failures, firstFailure: 0, now: now) {
      hours.append(next / Self.hour)
      now = next
      failures += 1
      #expect(failures < 100)
      guard failures < 100 else { return }
    }
    #expect(Array(hours.prefix(6)) == [6, 12, 24, 48, 72, 96])
    #expect(hours.last == 672)
    #expect(hours == hours.sorted())
  }

  @Test func `attempts that were missed are not made up for`() {
    let schedule = EscrowSchedule()
    let late = schedule.nextAttempt(failures: 2, firstFailure: 0, now: 100 * Self.hour)
    #expect(late == 106 * Self.hour)
    #expect(schedule.nextAttempt(failures: 2, firstFailure: 0, now: 28 * 24 * Self.hour) == nil)
  }

  @Test func `can be another one, or none at all`() {
    #expect(
      EscrowSchedule(hours: [1], days: 2).nextAttempt(failures: 1, firstFailure: 0, now: 0) == Self.hour)
    #expect(
      EscrowSchedule(hours: [1], days: 2).nextAttempt(failures: 2, firstFailure: 0, now: Self.hour)
        == 25 * Self.hour)
    #expect(
      EscrowSchedule(hours: [], days: 1).nextAttempt(failures: 1, firstFailure: 0, now: 0) == 24 * Self.hour)
    #expect(EscrowSchedule(hours: [48], days: 1).nextAttempt(failures: 1, firstFailure: 0, now: 0) == nil)
  }
}
