extension Environment {
  /// Asking the file system costs a system call, so a write begun within 100 ms of the last answer takes
  /// that one, unless this much was put in between.
  static let bytesBetweenFreeSpaceChecks = 64 << 20

  /// Refuses to write into the reserve.
  ///
  /// - Throws: ``LMDBError/Code/freeSpaceBelowReserve``.
  func checkFreeSpace() throws(LMDBError) {
    try state.withLock { (state) throws(LMDBError) in
      try state.checkFreeSpace(reserve: options.freeSpaceReserve)
    }
  }
}

extension Environment.State {
  var isFreeSpaceKnown: Bool {
    guard let freeSpaceChecked, written < Environment.bytesBetweenFreeSpaceChecks else { return false }
    return freeSpaceChecked.duration(to: .now) < .milliseconds(100)
  }

  mutating func checkFreeSpace(reserve: Int) throws(LMDBError) {
    guard let claim else { throw LMDBError(.closed, operation: "environment") }
    let free = try claim.freeSpace()
    guard free >= reserve else {
      freeSpaceChecked = nil
      throw LMDBError(
        .freeSpaceBelowReserve, operation: "write", path: claim.descriptor.path,
        detail: "\(free) bytes free, \(reserve) in reserve")
    }
    freeSpaceChecked = .now
    written = 0
  }
}
