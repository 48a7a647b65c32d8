import SCIMServer
import ScimLedger

/// Why a command could not do what it was asked, as the person at the terminal reads it.
struct CommandFailure: Error {
  var status: ExitStatus
  /// What was wrong, as sentences.
  var message: String
  /// What to do about it, in lines; the last is a sentence that ends with a command.
  var next: String?
  /// Lines that show where it is, ready to be printed.
  var place: String?

  init(_ status: ExitStatus, _ message: String, next: String? = nil, place: String? = nil) {
    self.status = status
    self.message = message
    self.next = next
    self.place = place
  }

  init(explaining error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as LedgerError: self.init(error)
    case let error as EventLogError: self.init(error)
    case let error as ControlError: self.init(error)
    case let error as QuestionError: self.init(error.isAbsence ? .notFound : .usage, "\(error)")
    case let error as SCIMError: self.init(.usage, error.detail)
    default: self = CommandFailure(aboutJob: error) ?? CommandFailure(.failure, "\(error)")
    }
  }

  /// A failure to issue or revoke a token.
  init(aboutToken error: any Error, in ledger: LedgerOptions) {
    self.init(explaining: error)
    if status == .notFound || status == .usage {
      next = "List the tokens with: scim-ledger token list\(ledger.suggestion)"
    }
  }

  static func noLedger(in directory: String) -> CommandFailure {
    let path = directory.shellQuoted
    return CommandFailure(
      .noLedger, "No ledger in \(directory). Start one with: scim-ledger serve --data \(path)")
  }

  private init(_ error: LedgerError) {
    switch error {
    case .noLedger(let directory): self = .noLedger(in: directory)
    case .noSuchToken, .noSuchClient, .noSuchTenant: self.init(.notFound, "\(error)")
    case .tokenNameTaken, .invalidTokenName, .exists, .clientNameTaken, .twoSecrets, .oneSecret,
      .invalidTenantName, .tenantNameTaken, .noTenants, .unknownProfile:
      self.init(.usage, "\(error)")
    case .rebuildUnderWay: self.init(.unavailable, "\(error)")
    }
  }

  private init(_ error: ControlError) {
    switch error {
    case .noSuchToken: self.init(.notFound, "\(error)")
    case .tokenNameTaken, .invalidTokenName: self.init(.usage, "\(error)")
    case .refused(404, let detail): self.init(.notFound, detail)
    case .refused(400, let detail), .refused(409, let detail): self.init(.usage, detail)
    default: self.init(.unavailable, "\(error)")
    }
  }

  private init(_ error: EventLogError) {
    switch error {
    case .damagedRecord, .missingRecord, .inconsistent: self.init(.integrity, "\(error)")
    case .writerStopped: self.init(.writerStopped, "\(error)")
    case .queueFull, .closed: self.init(.unavailable, "\(error)")
    default: self.init(.failure, "\(error)")
    }
  }
}
