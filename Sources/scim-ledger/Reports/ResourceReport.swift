import ScimLedger

/// Users and groups as rows of a listing.
enum ResourceReport {
  static let userColumns: [Column] = [
    Column("userName"), Column("displayName"), .fixed("active"), Column("externalId"),
    .fixed("lastModified", heading: "lastModified (UTC)"), .number("sequence"), Column("id"),
    .detail("created"), .detail("version"),
  ]

  static func userCells(_ user: DirectoryResource) -> [Cell] {
    [
      Cell(user.userName), Cell(user.displayName), Cell(user.isActive), Cell(user.externalID),
      Cell(user.lastModified), Cell(user.position), Cell(user.id), Cell(user.created), Cell(user.version),
    ]
  }

  static let groupColumns: [Column] = [
    Column("displayName"), .number("members"), Column("externalId"),
    .fixed("lastModified", heading: "lastModified (UTC)"), .number("sequence"), Column("id"),
    .detail("created"), .detail("version"),
  ]

  static func groupCells(_ group: DirectoryResource) -> [Cell] {
    [
      Cell(group.displayName), Cell(group.members?.count), Cell(group.externalID),
      Cell(group.lastModified), Cell(group.position), Cell(group.id), Cell(group.created),
      Cell(group.version),
    ]
  }
}
