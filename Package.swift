// swift-tools-version: 6.3
import PackageDescription

/// One list for every target; each entry says what it buys.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  // `any` marks every existential, so dynamic dispatch is visible where it is paid.
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  // What a module imports is not passed on: the import graph is the one that is written.
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // Async functions stay on their caller's executor unless they say otherwise.
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  // Every unsafe expression is marked, and a test keeps the marks inside `LMDB`.
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// `@_lifetime` for views that must not outlive their transaction or their bytes.
let lifetimes: [SwiftSetting] = [.enableExperimentalFeature("Lifetimes")]

let package = Package(
  name: "scim-ledger",
  products: [
    .library(name: "ScimLedger", targets: ["ScimLedger"]),
    .library(name: "SCIMServer", targets: ["SCIMServer"]),
    .executable(name: "scim-ledger", targets: ["scim-ledger"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.2"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
    .target(name: "LMDB", dependencies: ["CLMDB"], swiftSettings: settings + lifetimes),
    .target(
      name: "Merkle", dependencies: [.product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .target(name: "JSONTape", swiftSettings: settings + lifetimes),
    .target(name: "Spelling", swiftSettings: settings),
    .target(name: "SCIM", dependencies: ["JSONTape"], swiftSettings: settings),
    .target(
      name: "EventLog", dependencies: ["LMDB", "Merkle"], exclude: ["RECORD_FORMAT.md"],
      swiftSettings: settings + lifetimes),
    .target(
      name: "Directory",
      dependencies: ["SCIM", "JSONTape", "EventLog", .product(name: "Crypto", package: "swift-crypto")],
      exclude: ["EVENT_FORMAT.md"], swiftSettings: settings + lifetimes),
    .target(
      name: "Projections",
      dependencies: [
        "Directory", "SCIM", "JSONTape", "EventLog", "LMDB",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["PROJECTION_FORMAT.md"], swiftSettings: settings + lifetimes),
    .target(
      name: "ServiceProvider",
      dependencies: ["Projections", "Directory", "SCIM", "JSONTape", "EventLog", "LMDB"],
      swiftSettings: settings + lifetimes),
    .target(
      name: "MappingExpressions", dependencies: ["JSONTape", "Spelling"], exclude: ["EXPRESSIONS.md"],
      swiftSettings: settings),
    .target(
      name: "Provisioning",
      dependencies: [
        "MappingExpressions", "SCIM", "JSONTape", "EventLog", "Spelling",
        .product(name: "Crypto", package: "swift-crypto"), .product(name: "Yams", package: "Yams"),
      ],
      exclude: ["Events/JOB_EVENT_FORMAT.md", "Examples"], swiftSettings: settings),
    .target(
      name: "ProvisioningJobs",
      dependencies: [
        "Replay", "Provisioning", "MappingExpressions", "SCIM", "JSONTape", "EventLog", "LMDB",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["JobLedger/JOB_LEDGER_FORMAT.md"], swiftSettings: settings + lifetimes),
    .target(
      name: "ProvisioningConnectors",
      dependencies: [
        "Provisioning", "ServiceProvider", "SCIM", "JSONTape", "EventLog",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: settings),
    .target(
      name: "Replay",
      dependencies: [
        "ServiceProvider", "Projections", "Directory", "SCIM", "JSONTape", "EventLog", "LMDB",
      ],
      exclude: ["REPLAY_FORMAT.md"], swiftSettings: settings + lifetimes),
    .target(
      name: "ScimLedger",
      dependencies: [
        "Replay",
        "Provisioning", "ProvisioningConnectors", "ProvisioningJobs", "MappingExpressions",
        "ServiceProvider", "Projections", "Directory", "SCIM", "JSONTape", "EventLog", "LMDB",
        "Merkle", "Spelling", .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["Export/EXPORT_FORMATS.md", "ProviderLog/IMPORT_FORMATS.md"],
      swiftSettings: settings),
    .target(
      name: "SCIMServer",
      dependencies: [
        "ScimLedger",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "scim-ledger",
      dependencies: [
        "SCIMServer", "ScimLedger", "Spelling",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    // What the tests of several modules share.
    .target(
      name: "LedgerTestKit", dependencies: ["ScimLedger"], path: "Tests/LedgerTestKit",
      swiftSettings: settings),
    .testTarget(name: "SourceTextTests", swiftSettings: settings),
    .testTarget(name: "SpellingTests", dependencies: ["Spelling"], swiftSettings: settings),
    .testTarget(name: "LMDBTests", dependencies: ["LMDB"], swiftSettings: settings + lifetimes),
    .testTarget(name: "MerkleTests", dependencies: ["Merkle"], swiftSettings: settings),
    .testTarget(name: "JSONTapeTests", dependencies: ["JSONTape"], swiftSettings: settings),
    .testTarget(name: "SCIMTests", dependencies: ["SCIM", "JSONTape"], swiftSettings: settings),
    .testTarget(
      name: "EventLogTests", dependencies: ["EventLog", "LMDB", "Merkle", "LedgerTestKit"],
      exclude: ["Golden", "read_record.py"],
      swiftSettings: settings + lifetimes),
    .testTarget(
      name: "DirectoryTests", dependencies: ["Directory", "SCIM", "JSONTape", "EventLog", "LedgerTestKit"],
      exclude: ["Golden"], swiftSettings: settings + lifetimes),
    .testTarget(
      name: "MappingExpressionsTests", dependencies: ["MappingExpressions", "JSONTape"],
      swiftSettings: settings),
    .testTarget(
      name: "ProvisioningTests",
      dependencies: ["Provisioning", "MappingExpressions", "SCIM", "JSONTape", "EventLog"],
      exclude: ["Documents/Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "ProvisioningJobsTests",
      dependencies: [
        "Replay", "ProvisioningJobs", "ProvisioningConnectors", "Provisioning", "MappingExpressions",
        "ScimLedger",
        "LedgerTestKit", "SCIM",
        "JSONTape",
        "EventLog", "LMDB",
      ],
      exclude: ["JobLedger/Golden"], swiftSettings: settings + lifetimes),
    .testTarget(
      name: "ProvisioningConnectorsTests",
      dependencies: [
        "ProvisioningConnectors", "Provisioning", "JSONTape", "EventLog", "LedgerTestKit",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ProjectionsTests", dependencies: ["ScimLedger", "LMDB", "LedgerTestKit"], exclude: ["Golden"],
      swiftSettings: settings + lifetimes),
    .testTarget(
      name: "ServiceProviderTests", dependencies: ["ScimLedger", "LedgerTestKit"], swiftSettings: settings),
    .testTarget(
      name: "ReplayTests",
      dependencies: ["ScimLedger", "Replay", "ServiceProvider", "JSONTape", "LedgerTestKit"],
      swiftSettings: settings + lifetimes),
    .testTarget(
      name: "ScimLedgerTests", dependencies: ["ScimLedger", "LMDB", "LedgerTestKit"], swiftSettings: settings),
    .testTarget(
      name: "DocumentationTests",
      dependencies: [
        "SCIMServer", "ScimLedger", "LedgerTestKit",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SCIMServerTests",
      dependencies: [
        "SCIMServer", "ScimLedger", "LedgerTestKit",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
  ]
)
