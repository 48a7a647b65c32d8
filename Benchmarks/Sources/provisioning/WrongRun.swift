/// What makes the figures worthless.
struct WrongRun: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}
