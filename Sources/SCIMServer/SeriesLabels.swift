/// The labels that tell a family's series apart, sorted by name, each name once.
struct SeriesLabels: Hashable, Comparable {
  struct Label: Hashable {
    var name: String
    var value: String
  }

  private(set) var labels: [Label] = []

  /// Of labels with one name the last counts; `le` is the histograms' own and gets another name.
  init(_ dimensions: [(String, String)]) {
    var values: [String: String] = [:]
    for (name, value) in dimensions {
      let name = MetricName.sanitizedLabel(name)
      values[name == "le" ? "exported_le" : name] = value
    }
    labels = values.map(Label.init(name:value:)).sorted { $0.name < $1.name }
  }

  static func < (left: SeriesLabels, right: SeriesLabels) -> Bool {
    for (left, right) in zip(left.labels, right.labels) where left != right {
      return (left.name, left.value) < (right.name, right.value)
    }
    return left.labels.count < right.labels.count
  }
}
