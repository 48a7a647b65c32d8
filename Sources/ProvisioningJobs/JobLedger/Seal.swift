import Crypto
import EventLog
import Foundation
import JSONTape
import Provisioning

/// Seals values that nobody may read in the log with AES-256-GCM, under a key in a file beside it.
///
/// The nonce follows from the event, the attribute and the value, so that appending an event again makes the
/// same record; another value never has the same one.
struct Seal: Sendable {
  static let keyLength = 32
  /// The only member of the object that stands in a sealed value's place.
  static let member = "$sealed"
  /// What views show instead.
  static let redacted = JSONValue.string("[Redact]")

  private let cipher: SymmetricKey
  private let nonces: SymmetricKey

  init(key: [UInt8]) {
    let key = SymmetricKey(data: key)
    cipher = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array("cipher".utf8), using: key))
    nonces = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array("nonce".utf8), using: key))
  }

  func close(
    _ value: JSONValue, attribute: String, of key: SourceKey, event: Identifier
  ) throws -> JSONValue {
    let plain = value.serialized()
    let context = JobKeys.names(key.type, key.id, attribute)
    let code = HMAC<SHA256>.authenticationCode(for: event.bytes + context + plain, using: nonces)
    let nonce = try AES.GCM.Nonce(data: Array(code.prefix(12)))
    let box = try AES.GCM.seal(plain, using: cipher, nonce: nonce, authenticating: context)
    let bytes = Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    return [Seal.member: .string(Data(bytes).base64EncodedString())]
  }

  /// - Throws: `JobLedgerError.sealBroken`.
  func open(_ value: JSONValue, attribute: String, of key: SourceKey) throws(JobLedgerError) -> JSONValue {
    guard let text = value.objectValue?[Seal.member]?.stringValue, let data = Data(base64Encoded: text),
      let box = try? AES.GCM.SealedBox(combined: data),
      let plain = try? AES.GCM.open(
        box, using: cipher, authenticating: JobKeys.names(key.type, key.id, attribute)),
      let opened = try? JSONValue(parsing: Array(plain), limits: JobEventCodec.limits)
    else { throw .sealBroken(attribute: attribute) }
    return opened
  }

  /// The facts of an imported object with the values sealed that they say must be.
  func close(_ event: JobEvent) throws -> JobEvent {
    guard event.kind == .sourceImported, let names = event.facts["sealed"]?.arrayValue, !names.isEmpty,
      let key = event.source, var attributes = event.facts["attributes"]?.objectValue
    else { return event }
    for case .string(let name) in names {
      guard let value = attributes[name] else { continue }
      attributes[name] = try close(value, attribute: name, of: key, event: event.id)
    }
    var event = event
    event.facts["attributes"] = .object(attributes)
    return event
  }

  /// The same of facts whose event is being made.
  func close(_ facts: SourceImported, of event: JobEvent) throws -> SourceImported {
    guard let key = event.source else { return facts }
    var facts = facts
    for name in facts.sealed {
      guard let value = facts.attributes[name] else { continue }
      facts.attributes[name] = try close(value, attribute: name, of: key, event: event.id)
    }
    return facts
  }

  func open(_ event: JobEvent) throws(JobLedgerError) -> JobEvent {
    guard event.kind == .sourceImported, let names = event.facts["sealed"]?.arrayValue, !names.isEmpty,
      let key = event.source, var attributes = event.facts["attributes"]?.objectValue
    else { return event }
    for case .string(let name) in names {
      guard let value = attributes[name] else { continue }
      attributes[name] = try open(value, attribute: name, of: key)
    }
    var event = event
    event.facts["attributes"] = .object(attributes)
    return event
  }

  /// The event as anybody may see it.
  static func redact(_ event: JobEvent) -> JobEvent {
    guard event.kind == .sourceImported, let names = event.facts["sealed"]?.arrayValue, !names.isEmpty,
      var attributes = event.facts["attributes"]?.objectValue
    else { return event }
    for case .string(let name) in names where attributes.contains(name) { attributes[name] = redacted }
    var event = event
    event.facts["attributes"] = .object(attributes)
    return event
  }
}
