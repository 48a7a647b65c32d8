public import JSONTape

/// What the target has of an object that it was asked for.
public enum MatchAnswer: Sendable, Hashable {
  case none
  case one(JSONObject)
  /// The resources given; at least one, since a target may say that there are more than it lists.
  case many([JSONObject])
  case failed(ExportFailure)
}

/// What the target made of a POST, PUT, PATCH or DELETE.
public enum ExportAnswer: Sendable, Hashable {
  /// It is done. The resource as the target gives it back, where it does.
  case done(JSONObject?)
  case failed(ExportFailure)
}
