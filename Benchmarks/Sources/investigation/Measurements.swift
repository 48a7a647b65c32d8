import BenchmarkKit

/// What was measured of one subject, round by round.
struct Measurements {
  /// A name for programs.
  var name: String
  /// A name for people.
  var text: String
  /// How many events a round went through, or how many questions it answered.
  var count: Int
  var timings: [Timing] = []

  /// Seconds of processors for one event or answer.
  var processorSecondsEach: Double { timings.processorSeconds.median / Double(max(count, 1)) }
  var secondsEach: Double { timings.seconds.median / Double(max(count, 1)) }
  var perSecond: Double { secondsEach > 0 ? 1 / secondsEach : 0 }
}
