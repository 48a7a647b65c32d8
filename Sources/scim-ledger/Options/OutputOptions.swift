import ArgumentParser

/// How a command prints what it found.
struct OutputOptions: ParsableArguments {
  @Option(name: .customLong("output"), help: "How to print: table, json, jsonl or csv.")
  var format = OutputFormat.table
}
