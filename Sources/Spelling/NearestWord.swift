/// Finds what a misspelt word was likely meant to be.
///
/// ```swift
/// NearestWord.to("usrName", among: ["userName", "displayName"])  // "userName"
/// ```
///
/// An edit is a letter put in, left out or replaced, or two neighbours that changed places; case does not
/// count. A third of the shorter word's letters may be wrong, at least one; of an address, a third of those before
/// the `@`. A beginning of three letters or more counts as one edit.
public enum NearestWord {
  /// The candidate with the fewest edits, the first of several; nil where none is near.
  public static func to(_ word: String, among candidates: some Sequence<String>) -> String? {
    var search = NearestWords(to: word, limit: 1)
    for candidate in candidates { search.take(candidate) }
    return search.found.first
  }

  /// ` Did you mean X?`, to follow a sentence; empty where nothing is near.
  public static func question(for word: String, among candidates: some Sequence<String>) -> String {
    to(word, among: candidates).map { " Did you mean \($0)?" } ?? ""
  }

  /// `; did you mean X?`, or the whole list where nothing is near.
  public static func hint(for word: String, among candidates: [String]) -> String {
    if let nearest = to(word, among: candidates) { return "; did you mean \(nearest)?" }
    return "; expected one of \(candidates.joined(separator: ", "))"
  }
}
