/// An action on target objects that an object mapping allows: Entra's "Target object actions".
public enum FlowType: String, Sendable, Hashable, CaseIterable {
  case add = "Add"
  case update = "Update"
  case delete = "Delete"
}

/// When an attribute mapping applies (Microsoft Graph, `attributeFlowType`).
public enum AttributeFlowType: String, Sendable, Hashable, CaseIterable {
  case always = "Always"
  /// Only while the object is created.
  case objectAddOnly = "ObjectAddOnly"
  /// Values are added to a multi-valued attribute, none is removed.
  case multiValueAddOnly = "MultiValueAddOnly"
  /// A value is set or added, but never removed.
  case valueAddOnly = "ValueAddOnly"
  /// Only while the target has no value.
  case attributeAddOnly = "AttributeAddOnly"
}

/// Whether an attribute mapping waits for a change of its source (Microsoft Graph, `attributeFlowBehavior`).
public enum AttributeFlowBehavior: String, Sendable, Hashable, CaseIterable {
  case flowWhenChanged = "FlowWhenChanged"
  case flowAlways = "FlowAlways"
}
