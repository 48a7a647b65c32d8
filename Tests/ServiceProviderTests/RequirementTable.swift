/// The tests that stand for the requirements of RFC 7643 and RFC 7644.
///
/// A requirement's id is its document, section and line there; those of `EXTRA` are about a registered
/// resource type.
enum RequirementTable {
  /// By the test's name.
  static let requirements: [String: [String]] = [
    "schemas of an answer are those that have attributes in it, each once": [
      "RFC7643-2.1-L366", "RFC7643-3-L709", "RFC7643-3-L711", "RFC7643-3-L713", "RFC7643-3.3-L976",
      "RFC7643-3.3-L981",
    ],
    "each resource type names schemas that are there, each schema itself and its attributes": [
      "RFC7643-2.1-L369", "RFC7643-2.3.8-L595", "RFC7643-6-L1619", "RFC7643-6-L1641", "RFC7643-6-L1650",
      "RFC7643-7-L1691", "RFC7643-7-L1700", "RFC7644-3.1-L439", "RFC7644-4-L4098",
    ],
    "a value of another type is refused where it stands, and nothing is made": [
      "RFC7643-2.3.4-L521", "RFC7643-2.3.5-L527",
    ],
    "a value of each data type comes back as it was given": [
      "RFC7643-2.3.5-L531", "RFC7643-2.3.6-L537", "RFC7643-2.3.7-L552", "EXTRA-TYPE-INT", "EXTRA-TYPE-BOOL",
      "EXTRA-TYPE-DT", "EXTRA-TYPE-BIN", "EXTRA-TYPE-REF", "EXTRA-TYPE-COMPLEX", "EXTRA-MV-ROUNDTRIP",
    ],
    "a user's groups are read, and changed by the group alone; a member's reference leads to it": [
      "RFC7643-2.3.7-L555", "RFC7643-2.3.7-L577", "RFC7643-2.3.7-L578", "RFC7643-4.1.2-L1351",
      "RFC7643-4.1.2-L1354",
    ],
    "the order of attributes changes nothing": ["RFC7643-2.3.8-L592"],
    "one value at most is primary, whoever wrote it last": [
      "RFC7643-2.4-L634", "RFC7644-3.5.2-L1927", "EXTRA-MV-COMPLEX-PRIMARY",
    ],
    "the same type and value stand once in a multi-valued attribute, and one is primary": [
      "RFC7643-2.4-L655", "RFC7643-2.4-L663",
    ],
    "no attribute, null and an empty array are one state": ["RFC7643-2.5-L682"],
    "a new resource has an id, meta and its location in three places, and was never modified": [
      "RFC7643-3.1-L852", "RFC7643-3.1-L855", "RFC7643-3.1-L866", "RFC7643-3.1-L872", "RFC7643-3.1-L890",
      "RFC7643-3.1-L911", "RFC7643-3.1-L920", "RFC7643-3.1-L925", "RFC7643-3.1-L927", "RFC7643-3.1-L940",
      "RFC7644-3.14-L3967", "RFC7644-3.3-L602", "RFC7644-3.3-L603", "RFC7644-3.3-L605", "RFC7644-3.3.1-L712",
    ],
    "ids are unique over all types, stay, and never hold the word bulkId": [
      "RFC7643-3.1-L867", "RFC7643-3.1-L868", "RFC7643-3.1-L873",
    ],
    "a userName is a text that is not empty, in a POST and in a PUT": [
      "RFC7643-4.1.1-L1035", "RFC7644-3.5.1-L1667",
    ],
    "a password is accepted, and its absence from answers is no change": [
      "RFC7643-4.1.1-L1186", "RFC7643-4.1.1-L1222",
    ],
    "letters keep their case, certificates their base64, countries and addresses what was said": [
      "RFC7643-4.1.2-L1244", "RFC7643-4.1.2-L1322", "RFC7643-4.1.2-L1378", "RFC7643-7-L1748",
      "RFC7643-7-L1750", "RFC7644-3.4.2.2-L1217",
    ],
    "discovery has every member that is required, and ignores the parameters of queries": [
      "RFC7643-5-L1581", "RFC7644-4-L4068", "RFC7644-4-L4125",
    ],
    "a required extension, its required attribute and its place in schemas": [
      "RFC7643-6-L1655", "EXTRA-EXT-CONTAINER", "EXTRA-EXT-ROUNDTRIP", "EXTRA-EXT-SCHEMAS",
    ],
    "what is readOnly is ignored in a body and refused as a path": [
      "RFC7643-7-L1759", "RFC7644-3.3-L584", "RFC7644-3.5.1-L1665", "RFC7644-3.5.2-L1886",
      "EXTRA-MUT-READONLY",
    ],
    "an immutable attribute is set once; a PUT repeats it or leaves it out": [
      "RFC7643-7-L1766", "RFC7644-3.5.1-L1660", "RFC7644-3.5.2-L1888", "EXTRA-MUT-IMMUTABLE",
    ],
    "what is writeOnly or returned never is taken and shown in no answer": [
      "RFC7643-7-L1769", "EXTRA-MUT-WRITEONLY", "EXTRA-RET-NEVER",
    ],
    "a 401 is a SCIM error with a challenge and leaves nothing in the log": ["RFC7644-2-L307"],
    "errors, lists and messages are JSON with schemas under the prefix of messages": [
      "RFC7644-3.1-L436", "RFC7644-3.12-L3707",
    ],
    // /Me is answered 501, as RFC 7644 §3.11 allows, so that it has no Location.
    "each endpoint answers what it serves and names what it does not": ["RFC7644-3.11-L3683"],
    "If-Match guards a change, If-None-Match spares a read": ["RFC7644-3.13-L3956"],
    "what is not there is 404, whatever its id looks like": ["RFC7644-3.2-L490", "RFC7644-3.5.1-L1637"],
    "a userName is taken in every letter case, on every way to it": ["RFC7644-3.3-L625"],
    "what was deleted is gone from every operation and query, and a PUT does not bring it back": [
      "RFC7644-3.4.2-L817", "RFC7644-3.4.2-L847", "RFC7644-3.6-L2642", "RFC7644-3.6-L2644",
      "RFC7644-3.6-L2657",
    ],
    // Pages are bounded, so that no result is ever too large to be given.
    "no page is larger than the service provider's limit or the client's count": [
      "RFC7644-3.4.2.1-L912", "RFC7644-3.4.2.4-L1358", "RFC7644-3.4.2.4-L1363",
    ],
    "a search at the root goes over all types": ["RFC7644-3.4.2.1-L918"],
    "a filter that is none is refused as such": [
      "RFC7644-3.4.2.2-L944", "RFC7644-3.4.2.2-L1001", "RFC7644-3.4.2.2-L1127", "RFC7644-3.4.2.2-L1208",
    ],
    "a filter finds the same with an index and without": ["RFC7644-3.4.2.2-L1197"],
    "text is compared in a filter as caseExact says": ["EXTRA-CASE-EXACT", "EXTRA-CASE-INSENSITIVE"],
    "sorting is ascending unless said otherwise, by the attribute's case rule": [
      "RFC7644-3.4.2.3-L1319", "RFC7644-3.4.2.3-L1321",
    ],
    "a user is shown with the attributes asked for, read or listed or changed": [
      "RFC7644-3.4.2.5-L1438", "RFC7644-3.9-L3596",
    ],
    "always, default and request are returned as they say": ["RFC7644-3.4.2.5-L1449", "EXTRA-RET-ALWAYS"],
    "what is no search request is refused by name": ["RFC7644-3.4.3-L1476"],
    "a user is created, read, replaced, modified and deleted": [
      "RFC7644-3.5-L1607", "RFC7644-3.5-L1609", "RFC7644-3.5.1-L1644", "RFC7644-3.5.2-L1939",
    ],
    "a PATCH names its message's schema and has operations": ["RFC7644-3.5.2-L1805", "RFC7644-3.5.2-L1808"],
    "a PATCH is done as a whole or not at all": [
      "RFC7644-3.5.2-L1810", "RFC7644-3.5.2-L1931", "RFC7644-3.5.2-L1933",
    ],
    "an add sets the parts of a complex attribute, adds values, and changes nothing that is there": [
      "RFC7644-3.5.2.1-L1972", "RFC7644-3.5.2.1-L1988", "RFC7644-3.5.2.1-L2004",
    ],
    "a remove takes the value away, a whole attribute's values too, but nothing required or readOnly": [
      "RFC7644-3.5.2.2-L2146", "RFC7644-3.5.2.2-L2151", "RFC7644-3.5.2.2-L2167",
    ],
    "a replace sets what is not there, changes all values that match, and refuses where none does": [
      "RFC7644-3.5.2.3-L2376", "RFC7644-3.5.2.3-L2387", "RFC7644-3.5.2.3-L2396",
    ],
    "each operation has its exact result, in the order of the request": [
      "RFC7644-3.7-L2775", "RFC7644-3.7-L2779", "RFC7644-3.7-L2789", "RFC7644-3.7.3-L3201",
      "RFC7644-3.7.3-L3206",
    ],
    "groups may hold each other, with what refers to them waiting for all of it": ["RFC7644-3.7.1-L2814"],
    "the discovery documents agree with what is served": ["RFC7644-3.7.4-L3495"],
    "a request that can't be carried out leaves one event and changes nothing": ["RFC7644-3.7.4-L3499"],
    "JSON is UTF-8 both ways": ["RFC7644-3.8-L3537", "RFC7644-3.8-L3551"],
  ]
}
