import JSONTape
import SCIM
import Testing

@Suite struct `Redacting passwords` {
  static let bodies: [(given: String, redacted: String)] = [
    (#"{"userName":"u","password":"s3cret"}"#, #"{"userName":"u","password":"[redacted]"}"#),
    (#"{"PassWord":["s3cret"]}"#, #"{"PassWord":"[redacted]"}"#),
    (#"{"a":[{"b":{"password":{"value":"s3cret"}}}]}"#, #"{"a":[{"b":{"password":"[redacted]"}}]}"#),
    (
      #"{"urn:ietf:params:scim:schemas:core:2.0:User:password":"s3cret"}"#,
      #"{"urn:ietf:params:scim:schemas:core:2.0:User:password":"[redacted]"}"#
    ),
    (#"{"user.password":"s3cret"}"#, #"{"user.password":"[redacted]"}"#),
    (#"{"password.value":"s3cret"}"#, #"{"password.value":"[redacted]"}"#),
    (
      #"{"Operations":[{"op":"replace","path":"password","value":"s3cret"}]}"#,
      #"{"Operations":[{"op":"replace","path":"password","value":"[redacted]"}]}"#
    ),
    (
      #"{"Operations":[{"OP":"Add","PATH":"urn:x:User:Password","Value":{"v":"s3cret"}}]}"#,
      #"{"Operations":[{"OP":"Add","PATH":"urn:x:User:Password","Value":"[redacted]"}]}"#
    ),
    (
      #"{"Operations":[{"op":"replace","value":{"password":"s3cret","active":true}}]}"#,
      #"{"Operations":[{"op":"replace","value":{"password":"[redacted]","active":true}}]}"#
    ),
    (
      #"{"Operations":[{"op":"remove","path":"password[value eq \"s3cret\"]"}]}"#,
      #"{"Operations":[{"op":"remove","path":"password[[redacted]]"}]}"#
    ),
    (
      #"{"path":["password"],"value":"s3cret"}"#, #"{"path":["password"],"value":"[redacted]"}"#
    ),
    (
      #"{"filter":"userName eq \"u\" and password eq \"s3cret\""}"#,
      #"{"filter":"userName eq \"u\" and password eq [redacted]"}"#
    ),
    (
      #"{"value":"{\"password\":\"s3cret\",\"a\":1}"}"#,
      #"{"value":"{\"password\":\"[redacted]\",\"a\":1}"}"#
    ),
    (#"["{\"password\":\"s3cret\",\"password\":\"s3cret\"}"]"#, #"["[redacted]"]"#),
    (#"["{\"\\u0070assword\":\"s3cret\""]"#, #"["[redacted]"]"#),
    (#"["[{\"\\u0070assword\":\"s3cret\"}]"]"#, #"["[{\"password\":\"[redacted]\"}]"]"#),
  ]

  @Test(arguments: bodies)
  func `a password is taken out of a body`(given: String, redacted: String) throws {
    let (value, found) = Redaction.redact(try JSONValue(parsing: Array(given.utf8)))
    #expect(found)
    #expect(value.description == redacted)
    #expect(!value.description.contains("s3cret"))
  }

  @Test(arguments: [
    #"{"userName":"password","title":"the password is secret"}"#,
    #"{"roles":[{"value":"{\"id\":\"7\",\"value\":\"25\"}"}],"passwordHint":"x"}"#,
    #"{"attributes":["password"],"filter":"userName eq \"password\""}"#,
    #"{"filter":"password pr and userName eq \"u\""}"#,
    #"{"Operations":[{"op":"remove","path":"password"}]}"#,
    #"["{not json"]"#, "null", "1",
  ])
  func `a body without one is left as it is`(given: String) throws {
    let body = try JSONValue(parsing: Array(given.utf8))
    let (value, found) = Redaction.redact(body)
    #expect(value.description == body.description)
    #expect(!found)
  }

  static let queries: [(given: String, redacted: String)] = [
    (
      #"filter=password eq "s3cret""#, "filter=password%20eq%20%5Bredacted%5D"
    ),
    (
      "filter=userName%20eq%20%22u%22+and+Password+eq+%22s3cret%22&count=1",
      "filter=userName%20eq%20%22u%22%20and%20Password%20eq%20%5Bredacted%5D&count=1"
    ),
    (
      #"filter=(password eq "a s3cret \" s3cret" or title pr)"#,
      "filter=%28password%20eq%20%5Bredacted%5D%20or%20title%20pr%29"
    ),
    (#"filter=password eq s3cret s3cret"#, "filter=password%20eq%20%5Bredacted%5D"),
    (#"filter=(password eq x)s3cret]s3cret"#, "filter=%28password%20eq%20%5Bredacted%5D"),
    (
      #"filter=password eq "x"s3cret and title pr"#,
      "filter=password%20eq%20%5Bredacted%5D%20and%20title%20pr"
    ),
    ("filter=password[value eq x]s3cret].value pr", "filter=password%5B%5Bredacted%5D%5D.value%20pr"),
    (#"filter=password="s3cret""#, "filter=password%20%5Bredacted%5D"),
    (#"filter=password="#, "filter=password%20%5Bredacted%5D"),
    ("filter=%70assword+eq+s3cret", "filter=password%20eq%20%5Bredacted%5D"),
    (
      #"filter=password[value eq "s3]cret" and type eq "s3cret"]"#,
      "filter=password%5B%5Bredacted%5D%5D"
    ),
    (
      #"filter=password eq "s3cret&s3cret&more s3cret"&count=1"#,
      "filter=password%20eq%20%5Bredacted%5D&[redacted]&[redacted]&count=1"
    ),
    ("password=s3cret&a=b", "password=[redacted]&a=b"),
    ("User.Password=s3cret", "User.Password=[redacted]"),
  ]

  @Test(arguments: queries)
  func `a password is taken out of a query`(given: String, redacted: String) {
    #expect(Redaction.redactQuery(given) == redacted)
    #expect(Redaction.redactQuery(redacted) == redacted)
    #expect(!Redaction.redactQuery(given).contains("s3cret"))
  }

  @Test(arguments: [
    "", "&", "=", "a", "%", "%zz=%4", "filter=userName eq \"password\"", "attributes=password,userName",
    "filter=password%20pr&startIndex=1", "filter=title eq \"x&count=\"1", "excludedAttributes=a.password",
  ])
  func `a query without one is left as it is`(query: String) {
    #expect(Redaction.redactQuery(query) == query)
  }
}
