import FoundationEssentials
import NIOSSL

/// What a server shows of itself over TLS: a chain of certificates and the private key of the first.
public struct ServerCertificate: Sendable {
  let configuration: TLSConfiguration

  /// Reads both from PEM files and checks that they belong together.
  ///
  /// Connections are TLS 1.2 or later.
  ///
  /// - Throws: ``ServerCertificateError``, which names the file and what is wrong with it.
  public init(certificateFile: String, keyFile: String) throws(ServerCertificateError) {
    let chain: [NIOSSLCertificate]
    do {
      chain = try NIOSSLCertificate.fromPEMBytes(Self.bytes(of: certificateFile))
    } catch let error as ServerCertificateError {
      throw error
    } catch {
      throw ServerCertificateError(file: certificateFile, reason: "it is not a chain of certificates in PEM")
    }
    let key: NIOSSLPrivateKey
    do {
      key = try NIOSSLPrivateKey(bytes: Self.bytes(of: keyFile), format: .pem)
    } catch let error as ServerCertificateError {
      throw error
    } catch {
      throw ServerCertificateError(file: keyFile, reason: "it is not an unencrypted private key in PEM")
    }
    guard !chain.isEmpty else {
      throw ServerCertificateError(file: certificateFile, reason: "there is no certificate in it")
    }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    do {
      _ = try NIOSSLContext(configuration: configuration)
    } catch {
      throw ServerCertificateError(
        file: keyFile, reason: "it is not the key of the first certificate in \(certificateFile)")
    }
    self.configuration = configuration
  }

  private static func bytes(of file: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ServerCertificateError(file: file, reason: "it can't be read")
    }
    return Array(data)
  }
}

/// Why a certificate or its key can't be used.
public struct ServerCertificateError: Error, Sendable, Equatable, CustomStringConvertible {
  public var file: String
  public var reason: String

  public var description: String { "\(file) can't be used for TLS: \(reason)." }
}
