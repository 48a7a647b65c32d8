import BenchmarkKit
import ScimLedger

/// The measurements of all rounds.
struct InvestigationReport {
  var machine: Machine
  var rounds: Int
  var run: InvestigationRun

  private var streams: [Measurements] {
    [run.bare, run.bareHashing, run.filtering, run.counting, run.folding, run.replaying]
  }

  /// A bare read's time for an event, beside this one's.
  private func ratio(_ subject: Measurements) -> Double? {
    guard subject.name != run.bare.name, subject.secondsEach > 0, run.bare.secondsEach > 0 else { return nil }
    return run.bare.secondsEach / subject.secondsEach
  }

  /// A question's processor time as so many events of a bare read.
  private func readings(_ question: Measurements) -> Double? {
    guard run.bare.processorSecondsEach > 0, !question.timings.isEmpty else { return nil }
    return question.processorSecondsEach / run.bare.processorSecondsEach
  }

  /// For people.
  var table: String {
    let method =
      "medians of \(rounds) rounds, taken in turn; \(run.events) events of \(run.bytes / max(run.events, 1)) bytes, "
      + "the replayed cycle has \(run.cycleEvents); the filter selects \(run.selected); "
      + "CPU is that of this process, its threads added up"
    return
      (TextTable.lines(streamCells) + [""] + TextTable.lines(questionCells) + [""] + machine.lines + [method])
      .joined(separator: "\n")
  }

  private var streamCells: [[String]] {
    [["the whole log", "events", "events/s", "lowest–highest", "CPU µs each", "ratio to a bare read"]]
      + streams.filter { !$0.timings.isEmpty }.map { subject in
        let rates = subject.timings.seconds.map { Double(subject.count) / $0 }
        return [
          subject.text, "\(subject.count)", subject.perSecond.text(0),
          "\((rates.min() ?? 0).text(0))–\((rates.max() ?? 0).text(0))",
          (subject.processorSecondsEach * 1_000_000).text(3), ratio(subject)?.text(3) ?? "",
        ]
      }
  }

  private var questionCells: [[String]] {
    [["one person", "events", "CPU ms", "highest", "as events of a bare read"]]
      + zip(run.people, run.questions).flatMap { person, questions in
        questions.filter { !$0.timings.isEmpty }.map { question in
          let highest = question.timings.processorSeconds.max() ?? 0
          return [
            question.text, "\(person.events)", (question.processorSecondsEach * 1000).text(3),
            (highest * 1000).text(3), readings(question)?.text(0) ?? "",
          ]
        }
      }
  }

  /// For programs.
  var json: String {
    let report: JSONObject = [
      "benchmark": "investigation", "machine": machine.json, "rounds": .decimal(Double(rounds), 0),
      "events": .decimal(Double(run.events), 0), "bytes": .decimal(Double(run.bytes), 0),
      "selected": .decimal(Double(run.selected), 0),
      "notReproducible": .decimal(Double(run.notReproducible), 0),
      "streams": .array(
        streams.filter { !$0.timings.isEmpty }.map { subject in
          var object = subject.json
          object["events"] = .decimal(Double(subject.count), 0)
          object["eventsPerSecond"] = .decimal(subject.perSecond, 0)
          object["ratioToBareRead"] = ratio(subject).map { .decimal($0, 4) }
          return .object(object)
        }),
      "questions": .array(
        zip(run.people, run.questions).flatMap { person, questions in
          questions.filter { !$0.timings.isEmpty }.map { question in
            var object = question.json
            object["events"] = .decimal(Double(person.events), 0)
            object["bareReadEvents"] = readings(question).map { .decimal($0, 1) }
            return .object(object)
          }
        }),
    ]
    return String(decoding: JSONValue.object(report).serialized(), as: UTF8.self)
  }
}

extension Measurements {
  fileprivate var json: JSONObject {
    [
      "subject": .string(name), "processorMicrosecondsEach": .decimal(processorSecondsEach * 1_000_000, 3),
      "rounds": .array(timings.seconds.map { .decimal($0, 6) }),
    ]
  }
}
