/// The five forms of `Replace`.
enum ReplaceMode {
  /// `oldValue` in the source becomes `replacementValue`.
  case text
  /// `oldValue` in the template becomes the source.
  case template
  /// Matches become `replacementValue`, in which groups may stand.
  case pattern
  /// What a group matched becomes `replacementValue`.
  case group
  /// The source, or the group's text in another attribute.
  case attribute

  init?(_ arguments: [ExpressionNode?]) {
    func isGiven(_ index: Int) -> Bool { arguments.indices.contains(index) && arguments[index] != nil }
    let (old, pattern, group) = (isGiven(1), isGiven(2), isGiven(3))
    let (replacement, attribute, template) = (isGiven(4), isGiven(5), isGiven(6))
    switch (old, pattern, group, replacement, attribute, template) {
    case (true, false, false, true, false, false): self = .text
    case (true, false, false, false, false, true): self = .template
    case (false, true, false, true, false, false): self = .pattern
    case (false, true, true, true, false, false): self = .group
    case (false, true, true, false, true, false): self = .attribute
    default: return nil
    }
  }
}
