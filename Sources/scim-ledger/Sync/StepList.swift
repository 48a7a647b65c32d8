import ScimLedger

/// The steps of a change, one below the other, each with what came of it.
enum StepList {
  static func symbol(_ status: ProvisioningResult) -> String {
    switch status {
    case .success: TextStyle.green("✓")
    case .failure: TextStyle.red("✗")
    case .skipped: TextStyle.dim("–")
    case .warning: TextStyle.bold("!")
    }
  }

  static func show(_ steps: [ProvisioningObjectSummary.Step]) {
    for (index, step) in steps.enumerated() {
      let title = "\(index + 1)  \(title(step.kind))"
      Console.line(
        "  \(symbol(step.status)) \(title.padded(toWidth: 24, alignment: .left))"
          + TextStyle.dim(step.name.visible))
      paragraph(step.description, indent: 7)
    }
  }

  /// Text that breaks between words and keeps its indentation.
  static func paragraph(_ text: String, indent: Int) {
    guard !text.isEmpty else { return }
    let space = String(repeating: " ", count: indent)
    let width = max((Console.width ?? 100) - indent, 20)
    Console.line(space + text.visible.wrapped(toWidth: width, indent: space))
  }

  private static func title(_ kind: ProvisioningObjectSummary.Step.Kind) -> String {
    switch kind {
    case .import: "Import"
    case .scoping: "Scope"
    case .matching: "Match"
    case .processing: "Decide"
    case .referenceResolution: "Resolve references"
    case .export: "Export"
    }
  }
}
