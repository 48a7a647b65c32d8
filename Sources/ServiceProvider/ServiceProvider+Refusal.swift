public import Directory
import EventLog
public import SCIM

extension ServiceProvider {
  /// Refuses a request before it is read, with an event that says so.
  public func refuse(
    _ request: SCIMRequest, as client: Client, because error: SCIMError
  ) -> SCIMResponse {
    let operation: Event.Operation =
      switch request.method {
      case "GET": .query
      case "POST": .create
      case "PUT": .replace
      case "PATCH": .modify
      case "DELETE": .delete
      default: .unsupported
      }
    do {
      return try record(Observation(operation, refused: error), request, client).written(in: request.version)
    } catch {
      return ServiceProvider.response(to: error).written(in: request.version)
    }
  }
}
