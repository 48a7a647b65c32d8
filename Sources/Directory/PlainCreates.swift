import Crypto
package import EventLog
package import SCIM

/// Creates of people, read as far as that goes without the directory and packed close together: what a bulk import
/// hands to the writer.
///
/// Each comes to the same event as ``Command/create(_:body:)`` would, decided where nobody else has its names.
package struct PlainCreates: Sendable {
  /// One of them.
  package struct Entry: Sendable {
    /// The id that its event gets.
    package var event: Identifier
    /// Where its body ends in `bytes`; it begins where the one before ends.
    fileprivate var bodyEnd: Int
    /// Where its image ends, which follows the body; the same where the body is the image.
    fileprivate var imageEnd: Int
    fileprivate var keyEnd: Int
    /// The line that it was read from.
    package var line: Int
    package var isActive: Bool
  }

  /// An indexed value's row: its attribute and the start of its digest, and whose it is.
  package struct Key: Sendable, Comparable {
    package var attribute: UInt8
    package var digest: UInt64
    package var entry: Int32

    package static func < (left: Key, right: Key) -> Bool {
      if left.attribute != right.attribute { return left.attribute < right.attribute }
      return left.digest != right.digest ? left.digest < right.digest : left.entry < right.entry
    }
  }

  package private(set) var entries: [Entry] = []
  /// In the order of the entries.
  private var keys: [Key] = []
  /// All keys in the order of the index; made by ``sortKeys()``.
  package private(set) var sorted: [Key] = []
  private var bytes: [UInt8] = []
  private var folded: [UInt8] = []

  package init() {}

  /// Takes out all there is and keeps the memory for more.
  package mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    sorted.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  package var count: Int { entries.count }
  package var isEmpty: Bool { entries.isEmpty }
  /// Bytes of bodies and images.
  package var size: Int { bytes.count }

  /// Takes what a reader has read.
  package mutating func append(_ reader: PlainReader, event: Identifier, line: Int) {
    let entry = Int32(truncatingIfNeeded: entries.count)
    bytes += reader.body
    let bodyEnd = bytes.count
    if !reader.isImage { reader.appendImage(to: &bytes) }
    for (kind, text) in reader.indexed {
      let attribute: IndexedAttribute =
        switch kind {
        case .userName: .userName
        case .externalID: .externalID
        case .displayName: .displayName
        case .email: .email
        }
      folded.removeAll(keepingCapacity: true)
      CaselessText.append(
        reader.body, text, isExact: attribute.caseExact, to: &folded)
      let key = Key(attribute: attribute.rawValue, digest: Self.digest(folded), entry: entry)
      keys.append(key)
    }
    entries.append(
      Entry(
        event: event, bodyEnd: bodyEnd, imageEnd: bytes.count, keyEnd: keys.count, line: line,
        isActive: reader.isActive))
  }

  package mutating func sortKeys() {
    sorted.removeAll(keepingCapacity: true)
    sorted += keys
    sorted.sort()
  }

  package func body(_ place: Int) -> ArraySlice<UInt8> { bytes[bodyRange(place)] }

  private func bodyRange(_ place: Int) -> Range<Int> {
    (place == 0 ? 0 : entries[place - 1].imageEnd)..<entries[place].bodyEnd
  }

  private func imageRange(_ place: Int) -> Range<Int> {
    let entry = entries[place]
    return entry.imageEnd == entry.bodyEnd ? bodyRange(place) : entry.bodyEnd..<entry.imageEnd
  }

  /// Whether the image is another text than the body.
  package func isImageApart(_ place: Int) -> Bool { entries[place].imageEnd != entries[place].bodyEnd }

  package func image(_ place: Int) -> ArraySlice<UInt8> { bytes[imageRange(place)] }

  /// The keys of some entries, in the order of the index.
  package func keys(of range: Range<Int>) -> [Key] {
    if range.count >= entries.count / 8 {
      if range == 0..<entries.count { return sorted }
      return sorted.filter { range.contains(Int($0.entry)) }
    }
    let start = range.lowerBound == 0 ? 0 : entries[range.lowerBound - 1].keyEnd
    let end = range.isEmpty ? start : entries[range.upperBound - 1].keyEnd
    return keys[start..<end].sorted()
  }

  /// The entries that have a value in an index.
  package func entries(with attribute: IndexedAttribute, digest: UInt64) -> [Int] {
    let wanted = Key(attribute: attribute.rawValue, digest: digest, entry: .min)
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    var found: [Int] = []
    while low < sorted.count, sorted[low].attribute == wanted.attribute, sorted[low].digest == digest {
      found.append(Int(sorted[low].entry))
      low += 1
    }
    return found
  }

  /// The first eight bytes of the SHA-256 of a value as its index has it.
  package static func digest(_ value: [UInt8]) -> UInt64 {
    var digest: UInt64 = 0
    var count = 0
    for byte in SHA256.hash(data: value) {
      digest = digest << 8 | UInt64(byte)
      count += 1
      if count == 8 { break }
    }
    return digest
  }
}
