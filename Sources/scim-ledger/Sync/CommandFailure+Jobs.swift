import ScimLedger

extension CommandFailure {
  /// A failure of a provisioning job; nil for other errors.
  init?(aboutJob error: any Error) {
    switch error {
    case let error as JobDocumentError:
      self.init(
        .wrongData, "The job's files are not right.",
        place: error.problems.map { "\($0)".visible }.joined(separator: "\n"))
    case let error as JobInUseError:
      self.init(
        .unavailable, "\(error)", next: "Ask the process that runs it: scim-ledger sync status, pause, stop.")
    case let error as JobRunError:
      switch error {
      case .paused: self.init(.unavailable, "\(error)")
      case .disabled: self.init(.quarantine, "\(error)")
      case .notFound: self.init(.notFound, "\(error)")
      case .unmappedType: self.init(.usage, "\(error)")
      case .noCycle: self.init(.failure, "\(error)")
      }
    case JobReplayError.nothingSelected: self.init(.notFound, "\(JobReplayError.nothingSelected)")
    case let error as JobRequestError: self.init(.notFound, "\(error)")
    case let error as SourceError: self.init(.unavailable, "The source can't be read. \(error)")
    case let error as ConnectorError: self.init(.wrongData, "\(error)")
    case let error as JobLedgerError:
      switch error {
      case .noLedger: self.init(.noLedger, "\(error)", next: "Run the job with: scim-ledger sync run")
      case .sealBroken, .unreadableEvent, .unreadableRow: self.init(.integrity, "\(error)")
      case .rebuildUnderWay: self.init(.unavailable, "\(error)")
      case .exists, .keyMissing, .incompleteEvent: self.init(.failure, "\(error)")
      }
    case let error as ExpressionError: self.init(.wrongData, "\(error)")
    default: return nil
    }
  }
}
