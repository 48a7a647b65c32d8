import JSONTape

// What follows from an image that is there already, for whoever decides again what was decided once.
extension SourceImport {
  /// Whether images of this type hold the attribute where the source has it, or it needs none to be known.
  public func keeps(_ attribute: String, of type: String) -> Bool {
    let name = attribute.lowercased()
    if [SourceAttributeName.isSoftDeleted, SourceAttributeName.objectID].contains(where: {
      $0.lowercased() == name
    }) {
      return names[type] != nil
    }
    return names[type]?.contains(name) == true
      || referenceNames[type]?.contains { $0.lowercased() == name } == true
  }

  /// What a whole image, as the source's change left it, makes of an entry.
  ///
  /// A replay has the image and not the change; the rest of what is recorded follows from it.
  /// - Returns: Nil where nothing changed.
  public func result(
    of image: SourceImage, entry: ConnectorEntry?, stored: [String: Set<String>], hasEscrow: Bool = false,
    isStaged: Bool = false
  ) -> Result? {
    let old = entry?.object
    let names = (referenceNames[image.key.type] ?? []).subtracting(SourceImport.large)
    let moved = names.contains { image.references[$0] ?? [] != old?.references[$0] ?? [] }
    return result(
      image, changed: changedNames(old?.attributes ?? [:], image.attributes), movedReferences: moved,
      entry: entry, stored: stored, hasEscrow: hasEscrow, isStaged: isStaged)
  }
}
