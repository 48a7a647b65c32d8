extension DataFile {
  /// How many different free pages there are from a page number on, up to the last page.
  ///
  /// They are listed in a B+tree of their own: a key is a transaction's id, its value a count and as many
  /// page numbers.
  func freePages(from first: UInt64, _ meta: Meta) throws(LMDBError) -> UInt64 {
    guard meta.freeRoot != .max else { return 0 }
    var free: Set<UInt64> = []
    var seen: Set<UInt64> = []
    var pending = [meta.freeRoot]
    while let number = pending.popLast() {
      guard seen.insert(number).inserted else { throw failure(.corrupted, "page \(number) is met twice") }
      let page = Page(try page(number, size: meta.pageSize))
      for node in page.nodes {
        if page.isBranch {
          pending.append(node.child)
        } else if page.isLeaf {
          for entry in try list(in: page, node, meta) where entry >= first && entry <= meta.lastPage {
            free.insert(entry)
          }
        } else {
          throw failure(.corrupted, "page \(number) is no page of a tree")
        }
      }
    }
    return UInt64(free.count)
  }

  /// The page numbers of one value, which has pages of its own if it is large.
  private func list(in page: Page, _ node: Page.Node, _ meta: Meta) throws(LMDBError) -> [UInt64] {
    var bytes = page.bytes
    var offset = node.value
    if node.isOverflow {
      let start = bytes.integer(at: offset, as: UInt64.self)
      let pages = (node.size &+ 16 &+ meta.pageSize &- 1) / meta.pageSize
      bytes = []
      for index in 0..<UInt64(pages) {
        bytes += try self.page(start &+ index, size: meta.pageSize)
      }
      offset = 16
    }
    let count = bytes.integer(at: offset, as: UInt64.self)
    guard count < UInt64(node.size / 8), offset &+ node.size <= bytes.count else {
      throw failure(.corrupted, "a list of \(count) free pages in \(node.size) bytes")
    }
    return (1...max(count, 1)).prefix(Int(count)).map { index in
      bytes.integer(at: offset &+ Int(index) &* 8, as: UInt64.self)
    }
  }
}

extension DataFile {
  /// A page of a B+tree.
  struct Page {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    struct Node {
      /// The page of a branch's child.
      let child: UInt64
      /// Bytes of a leaf's value.
      let size: Int
      /// Where a leaf's value, or the number of the page it starts on, is.
      let value: Int
      let isOverflow: Bool
    }

    private var flags: UInt16 { bytes.integer(at: 10, as: UInt16.self) }
    var isBranch: Bool { flags & 0x01 != 0 }
    var isLeaf: Bool { flags & 0x02 != 0 }

    var nodes: [Node] {
      // The header's 16 bytes are followed by 2-byte offsets of the nodes, up to `lower`.
      let lower = min(Int(bytes.integer(at: 12, as: UInt16.self)), bytes.count)
      return stride(from: 16, to: lower, by: 2).map { position in
        let offset = Int(bytes.integer(at: position, as: UInt16.self))
        let low = UInt64(bytes.integer(at: offset, as: UInt16.self))
        let middle = UInt64(bytes.integer(at: offset &+ 2, as: UInt16.self))
        let flags = UInt64(bytes.integer(at: offset &+ 4, as: UInt16.self))
        let keySize = Int(bytes.integer(at: offset &+ 6, as: UInt16.self))
        let size = low | middle << 16
        return Node(
          child: size | flags << 32, size: Int(size), value: offset &+ 8 &+ keySize,
          isOverflow: flags & 0x01 != 0)
      }
    }
  }
}
