extension Environment {
  /// How an environment is opened.
  public struct Options: Sendable, Hashable {
    /// Whether this process may change the environment.
    public enum Access: Sendable, Hashable {
      /// One process at a time, which holds the directory's writer lock.
      case readWrite
      /// Any number of processes beside the writer.
      case readOnly
    }

    /// What a commit waits for.
    public enum Durability: Sendable, Hashable {
      /// A commit returns once it is on the device; a crash keeps all commits, whole.
      case full
      /// Commits wait for nothing, and a system crash may corrupt the file. Only for a file that is thrown
      /// away after a crash: build it, ``Environment/sync()``, close, and open it again with `.full`.
      case rebuilding
    }

    /// Bytes of address space to reserve, the most the data file can grow to. Where the system refuses so
    /// much, the environment opens with less.
    public var mapSize: Int
    /// The most tables open at a time.
    public var maxTables: Int
    /// The most read transactions live at a time, over all processes; set by the first one to open it.
    public var maxReaders: Int
    public var access: Access
    public var durability: Durability
    /// Bytes that must remain free on the file system for a write to begin.
    public var freeSpaceReserve: Int

    public init(
      mapSize: Int = 1 << 40, maxTables: Int = 64, maxReaders: Int = 510, access: Access = .readWrite,
      durability: Durability = .full, freeSpaceReserve: Int = 256 << 20
    ) {
      self.mapSize = mapSize
      self.maxTables = maxTables
      self.maxReaders = maxReaders
      self.access = access
      self.durability = durability
      self.freeSpaceReserve = freeSpaceReserve
    }
  }
}
