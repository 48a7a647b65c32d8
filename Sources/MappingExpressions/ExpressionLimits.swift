/// The bounds that keep any expression on any object finite.
enum ExpressionLimits {
  /// Characters of an expression, as Entra has it.
  static let expression = 10_000
  /// Calls inside calls.
  static let depth = 64
  /// Bytes of one text.
  static let text = 1 << 20
  /// Bytes of all texts that one evaluation makes.
  static let work = 16 << 20
  /// Characters of `RandomString`.
  static let randomString = 256
}
