public import JSONTape
import SCIM

/// One attribute of a target's resource that is not what it should be.
public struct AttributeChange: Sendable, Hashable {
  public var path: TargetPath
  /// What the target has; nil for nothing.
  public var old: JSONValue?
  /// What it should have; nil for nothing.
  public var new: JSONValue?
  /// The values must not be shown in logs; requests need them in clear.
  public var isRedacted: Bool

  /// What logs show in place of a redacted value.
  public static let redaction = "[Redact]"

  public init(path: TargetPath, old: JSONValue?, new: JSONValue?, isRedacted: Bool = false) {
    self.path = path
    self.old = old
    self.new = new
    self.isRedacted = isRedacted
  }

  /// The change for logs, in the members of Microsoft Graph's `modifiedProperty`: `displayName`, `oldValue`
  /// and `newValue`, which are null where there is no value and `[Redact]` where it must not be shown.
  public var json: JSONObject {
    ["displayName": .string(path.description), "oldValue": shown(old), "newValue": shown(new)]
  }

  private func shown(_ value: JSONValue?) -> JSONValue {
    guard let value else { return .null }
    return isRedacted ? .string(Self.redaction) : value
  }

  /// Whether it takes `active` from the account.
  var isDisabling: Bool {
    let isActive =
      path.schema == nil && path.selection.isEmpty && path.subName == nil
      && path.name.equalsIgnoringASCIICase("active")
    return isActive && new?.truth == false
  }
}
