/// What one run came to.
struct Measurement: Sendable {
  /// Durable and answered.
  var creates: Int
  var seconds: Double

  var perSecond: Double { seconds > 0 ? Double(creates) / seconds : 0 }
}
