import BenchmarkKit
import Glibc

/// Lines over the number of people, which rises by powers of ten.
struct Chart {
  struct Line {
    var name: String
    var points: [(users: Double, value: Double)]
  }

  var title: String
  var unit: String
  var lines: [Line]

  static let width = 300.0
  static let height = 220.0
  private static let left = 48.0
  private static let right = 288.0
  private static let top = 56.0
  private static let bottom = 190.0

  /// The chart with its upper left corner at a point.
  func elements(x: Double, y: Double) -> [String] {
    let most = Chart.roundedUp(lines.flatMap(\.points).map(\.value).max() ?? 1)
    let users = lines.flatMap(\.points).map(\.users)
    // Some space beside the first and last point.
    let (low, high) = (log10(users.min() ?? 1) - 0.15, log10(users.max() ?? 10) + 0.15)
    func across(_ value: Double) -> Double {
      x + Chart.left + (log10(value) - low) / max(high - low, 0.001) * (Chart.right - Chart.left)
    }
    func up(_ value: Double) -> Double { y + Chart.bottom - value / most * (Chart.bottom - Chart.top) }
    var elements = [
      Chart.text(title, x + 12, y + 20, "title"), Chart.text(unit, x + 12, y + 38, "quiet"),
    ]
    for step in 0...4 {
      let value = most * Double(step) / 4
      elements.append(
        """
        <line class="grid" x1="\((x + Chart.left).text(1))" x2="\((x + Chart.right).text(1))" \
        y1="\(up(value).text(1))" y2="\(up(value).text(1))"/>
        """)
      elements.append(Chart.text(Chart.label(value), x + Chart.left - 6, up(value) + 4, "quiet end"))
    }
    var free = -Double.infinity
    for value in Set(users).sorted() where across(value) > free {
      elements.append(Chart.text(Chart.label(value), across(value), y + Chart.bottom + 18, "quiet middle"))
      free = across(value) + 36
    }
    for (index, line) in lines.enumerated() {
      let points = line.points.map { (across($0.users), up($0.value)) }
      let path = points.map { "\($0.0.text(1)),\($0.1.text(1))" }.joined(separator: " ")
      elements.append("<polyline class=\"line\(index)\" points=\"\(path)\"/>")
      elements += points.map {
        "<circle class=\"dot\(index)\" cx=\"\($0.0.text(1))\" cy=\"\($0.1.text(1))\" r=\"3.5\"/>"
      }
      // The key stands above the lines, one name after the other.
      let place = x + 90 + Double(index) * 110
      elements.append(
        "<circle class=\"dot\(index)\" cx=\"\(place.text(1))\" cy=\"\((y + 34).text(1))\" r=\"3.5\"/>")
      elements.append(Chart.text(line.name, place + 8, y + 38, "quiet"))
    }
    return elements
  }

  private static func text(_ text: String, _ x: Double, _ y: Double, _ style: String) -> String {
    "<text class=\"\(style)\" x=\"\(x.text(1))\" y=\"\(y.text(1))\">\(text)</text>"
  }

  /// The next of 1, 2, 4 and 8 times a power of ten.
  private static func roundedUp(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return 1 }
    let power = pow(10, log10(value).rounded(.down))
    return ([1, 2, 4, 8].first { $0 * power >= value } ?? 10) * power
  }

  /// Such as `2.5`, `50`, `10 k` or `5 M`.
  private static func label(_ value: Double) -> String {
    let (number, suffix) =
      value >= 1e6 ? (value / 1e6, " M") : value >= 1e4 ? (value / 1e3, " k") : (value, "")
    let digits = number == number.rounded() ? 0 : number < 1 ? 2 : 1
    return number.text(digits) + suffix
  }
}

/// Charts beside and below each other, for light and for dark pages.
struct Drawing {
  var charts: [Chart]

  private static let columns = 3

  var svg: String {
    let rows = (charts.count + Drawing.columns - 1) / Drawing.columns
    let (width, height) = (Chart.width * Double(Drawing.columns), Chart.height * Double(rows))
    let elements = charts.enumerated().flatMap { index, chart in
      chart.elements(
        x: Double(index % Drawing.columns) * Chart.width, y: Double(index / Drawing.columns) * Chart.height)
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width.text(0)) \(height.text(0))" role="img" \
      aria-label="How costs grow with the number of people">
      <style>
      text { font: 12px system-ui, sans-serif; fill: #1f2328 }
      .title { font-weight: 600; font-size: 14px }
      .quiet { fill: #59636e }
      .end { text-anchor: end }
      .middle { text-anchor: middle }
      .grid { stroke: #d1d9e0 }
      polyline { fill: none; stroke-width: 2 }
      .line0 { stroke: #0969da } .dot0 { fill: #0969da }
      .line1 { stroke: #bc4c00 } .dot1 { fill: #bc4c00 }
      @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc }
      .quiet { fill: #9198a1 }
      .grid { stroke: #3d444d }
      .line0 { stroke: #4493f8 } .dot0 { fill: #4493f8 }
      .line1 { stroke: #f0883e } .dot1 { fill: #f0883e }
      }
      </style>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }
}
