internal import Merkle

/// What the next batch starts from: the tree's frontier as the last commit left it.
struct FrontierBox: Sendable {
  var frontier: Frontier
}
