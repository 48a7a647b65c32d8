import Spelling

extension ExpressionFunction {
  /// How many arguments the function takes, `nil` for no upper bound.
  var argumentCounts: (least: Int, most: Int?) {
    switch self {
    case .switch: (4, nil)
    case .selectUniqueValue: (2, nil)
    case .join: (2, nil)
    case .coalesce: (1, nil)
    // Also in the form without styles, as Graph lists it: source, inputFormat, outputFormat.
    case .formatDateTime: (3, 4)
    default:
      ((parameters.lastIndex { !$0.isOptional } ?? -1) + 1, parameters.count)
    }
  }

  /// `argumentCounts` in words.
  var expectedArguments: String {
    let (least, most) = argumentCounts
    let words =
      switch most {
      case nil:
        self == .switch ? "an even number of arguments, at least \(least)" : "at least \(least) arguments"
      case least: least == 0 ? "no arguments" : least == 1 ? "1 argument" : "\(least) arguments"
      case .some(let most): "\(least) to \(most) arguments"
      }
    return "\(words): \(signature)"
  }

  /// The parameter that the argument at `index` stands for; repeating ones come numbered from 1.
  func parameter(at index: Int) -> Parameter? {
    let parameters = parameters
    guard let first = parameters.firstIndex(where: \.isRepeating), index >= first else {
      return parameters.indices.contains(index) ? parameters[index] : nil
    }
    let group = parameters.count - first
    var parameter = parameters[first + (index - first) % group]
    parameter.name += String((index - first) / group + 1)
    return parameter
  }

  func parameterName(at index: Int) -> String {
    parameter(at: index)?.name ?? "\(index + 1)"
  }

  /// The name that was probably meant; nil where none is near.
  static func nearest(to name: String) -> String? {
    NearestWord.to(name, among: allCases.lazy.map(\.name))
  }
}
