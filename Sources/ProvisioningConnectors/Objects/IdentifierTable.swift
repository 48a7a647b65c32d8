/// Many ids in little memory: their bytes one after the other, each id once.
struct IdentifierTable: Sendable {
  private var bytes: [UInt8] = []
  /// Where each id ends in `bytes`.
  private var ends: [Int] = []
  /// An open hash table of indices plus one; zero is free. Its size is a power of two.
  private var slots: [Int32] = Array(repeating: 0, count: 64)

  var count: Int { ends.count }

  subscript(index: Int) -> String {
    String(decoding: bytes[range(of: index)], as: UTF8.self)
  }

  /// The index of an id, where it is there.
  func firstIndex(of id: String) -> Int? {
    let index = Int(slots[slot(of: id)]) - 1
    return index >= 0 ? index : nil
  }

  /// The index of an id, which is added where it was not there.
  mutating func insert(_ id: String) -> Int {
    let slot = slot(of: id)
    let index = Int(slots[slot]) - 1
    if index >= 0 { return index }
    bytes.append(contentsOf: id.utf8)
    ends.append(bytes.count)
    slots[slot] = Int32(clamping: ends.count)
    if ends.count * 3 > slots.count * 2 { grow() }
    return ends.count - 1
  }

  /// Where the id is, or the free slot where it would be.
  private func slot(of id: String) -> Int {
    let mask = slots.count - 1
    var slot = id.hashValue & mask
    while slots[slot] != 0 {
      if bytes[range(of: Int(slots[slot]) - 1)].elementsEqual(id.utf8) { return slot }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func range(of index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for index in ends.indices {
      slots[slot(of: self[index])] = Int32(clamping: index + 1)
    }
  }
}

/// Which values belong to each key, both being small numbers: compressed rows, eight bytes a pair.
struct GroupedPairs: Sendable {
  private var starts: [Int32]
  private var values: [Int32]

  /// - Parameter keys: How many keys there are; all keys of `pairs` are below it.
  init(_ pairs: [(key: Int32, value: Int32)], keys: Int) {
    var starts = [Int32](repeating: 0, count: keys + 1)
    for pair in pairs { starts[Int(pair.key) + 1] += 1 }
    for key in 0..<keys { starts[key + 1] += starts[key] }
    var next = starts
    values = [Int32](repeating: 0, count: pairs.count)
    for pair in pairs {
      values[Int(next[Int(pair.key)])] = pair.value
      next[Int(pair.key)] += 1
    }
    self.starts = starts
  }

  /// The values of one key, in the order they came.
  subscript(key: Int) -> [Int] {
    values[Int(starts[key])..<Int(starts[key + 1])].map { Int($0) }
  }
}
