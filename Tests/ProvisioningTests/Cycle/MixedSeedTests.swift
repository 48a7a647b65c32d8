import Provisioning
import Testing

@Suite struct `Seeds of objects` {
  @Test func `follow from cycle and key, and differ among neighbours`() {
    var seeds: Set<UInt64> = []
    for cycle in 0..<20 as Range<UInt64> {
      for index in 0..<100 {
        for type in ["User", "Group"] {
          let key = SourceKey(type: type, id: "\(index)")
          let seed = MixedSeed.seed(of: key, in: cycle)
          #expect(seed == MixedSeed.seed(of: key, in: cycle))
          seeds.insert(seed)
        }
      }
    }
    #expect(seeds.count == 4_000)
    #expect(
      MixedSeed.seed(of: SourceKey(type: "ab", id: "c"), in: 1)
        != MixedSeed.seed(of: SourceKey(type: "a", id: "bc"), in: 1))
  }
}
