// swift-tools-version: 6.3
import PackageDescription

/// The same list as the package that is measured.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "Benchmarks",
  products: [
    .executable(name: "scoreboard", targets: ["scoreboard"]),
    .executable(name: "growth", targets: ["growth"]),
    .executable(name: "generate-people", targets: ["generate-people"]),
    .executable(name: "durable-creates", targets: ["durable-creates"]),
    .executable(name: "scale", targets: ["scale"]),
    .executable(name: "provisioning", targets: ["provisioning"]),
    .executable(name: "investigation", targets: ["investigation"]),
  ],
  dependencies: [
    .package(name: "scim-ledger", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // What is compared with: LMDB called from C, with nothing above it.
    .target(
      name: "CReference", cSettings: [.treatAllWarnings(as: .error), .enableWarning("all")],
      linkerSettings: [.linkedLibrary("lmdb"), .linkedLibrary("pthread")]),
    // What the benchmarks share.
    .target(
      name: "BenchmarkKit",
      dependencies: [
        "CReference", .product(name: "ScimLedger", package: "scim-ledger"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    // Run by `swift package benchmark`; the folder is where its plugin looks for suites.
    .executableTarget(
      name: "Suites",
      dependencies: [
        "BenchmarkKit",
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "ScimLedger", package: "scim-ledger"),
        .product(name: "SCIMServer", package: "scim-ledger"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      path: "Benchmarks/Suites", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "generate-people",
      dependencies: ["BenchmarkKit", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: settings),
    .executableTarget(
      name: "scoreboard",
      dependencies: [
        "BenchmarkKit", "CReference",
        // Built with it, and run as a process.
        .product(name: "scim-ledger", package: "scim-ledger"),
        .product(name: "ScimLedger", package: "scim-ledger"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "growth",
      dependencies: [
        "BenchmarkKit",
        // Built with it, and run as a process.
        .product(name: "scim-ledger", package: "scim-ledger"),
        .product(name: "ScimLedger", package: "scim-ledger"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "durable-creates",
      dependencies: [
        "BenchmarkKit", "CReference",
        .product(name: "ScimLedger", package: "scim-ledger"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "scale",
      dependencies: [
        "BenchmarkKit",
        .product(name: "ScimLedger", package: "scim-ledger"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "investigation",
      dependencies: [
        "BenchmarkKit", "CReference",
        .product(name: "ScimLedger", package: "scim-ledger"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "provisioning",
      dependencies: [
        "BenchmarkKit",
        .product(name: "ScimLedger", package: "scim-ledger"),
        .product(name: "SCIMServer", package: "scim-ledger"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
  ]
)
