import JSONTape
import MappingExpressions
import SCIM

extension ObjectMapping {
  /// Applies the attribute mappings to an object's full image.
  ///
  /// A function of its arguments and of nothing else: the same object in the same context gives the same.
  /// References are left out; they are set when both ends are in the target.
  public func evaluate(_ object: SourceObject, _ context: MappingContext) -> MappingEvaluation {
    var evaluation = MappingEvaluation(flows: [], inputs: inputs(from: object, context))
    evaluation.flows.reserveCapacity(attributes.count)
    for mapping in attributes where !mapping.isReference {
      var attempt = AttributeEvaluation(mapping)
      attempt.run(mapping, of: object, in: context)
      evaluation.flows.append(attempt.flow)
      if attempt.ignoresObject { evaluation.ignoresObject = true }
      evaluation.unknownCandidates += attempt.unknownCandidates
      evaluation.failure = evaluation.failure ?? attempt.failure
    }
    return evaluation
  }

  private func inputs(from object: SourceObject, _ context: MappingContext) -> JSONObject {
    JSONObject(
      unique: readAttributes.map { name in
        let value = object.value(of: name, context)
        let isRedacted = value != nil && redactedAttributes.contains(name)
        return JSONObject.Member(
          name: name, value: isRedacted ? .string(AttributeFlow.redaction) : value ?? .null)
      })
  }
}

extension SourceObject {
  /// A source attribute's value, with what the engine itself gives of it.
  fileprivate func value(of name: String, _ context: MappingContext) -> JSONValue? {
    if name.equalsIgnoringASCIICase(SourceAttributeName.isSoftDeleted) {
      return .string(context.isSoftDeleted ? "True" : "False")
    }
    return value(of: name)
  }
}

/// The evaluation of one attribute mapping.
private struct AttributeEvaluation {
  var flow: AttributeFlow
  var ignoresObject = false
  var unknownCandidates: [UniquenessQuestion] = []
  var failure: MappingFailure?

  init(_ mapping: AttributeMapping) {
    flow = AttributeFlow(
      targetAttribute: mapping.targetAttribute, outcome: .ignored, isRedacted: mapping.definition.isWriteOnly)
  }

  // Mapping, object and context are handed on, and not kept, since they would be copied.
  mutating func run(_ mapping: AttributeMapping, of object: SourceObject, in context: MappingContext) {
    // Who has the value that was chosen at creation has it: asking again would find it taken.
    let isForCreation = mapping.flowType == .objectAddOnly || mapping.selectsUniqueValue
    guard context.isCreation || !isForCreation else { return }
    switch mapping.source {
    case .none: finish(mapping, context, withDefault: true)
    case .constant(let value): finish(mapping, context, .string(value))
    case .direct(let name):
      finish(mapping, context, object.value(of: name, context).map { ExpressionValue($0) } ?? .null)
    case .expression(let expression): evaluate(expression, mapping, of: object, in: context)
    }
  }

  private mutating func evaluate(
    _ expression: CompiledExpression, _ mapping: AttributeMapping, of object: SourceObject,
    in context: MappingContext
  ) {
    let target = mapping.targetAttribute
    let expressionContext = ExpressionContext(
      now: context.now, seed: context.seed ^ target.fingerprint, defaultDomain: context.defaultDomain,
      isTaken: { context.isTaken(target, $0) },
      attribute: { name in
        object.value(of: name, context).map { ExpressionValue($0) } ?? .null
      })
    do throws(ExpressionError) {
      let result = try expression.evaluate(in: expressionContext)
      if result.isRedacted { flow.isRedacted = true }
      switch result.outcome {
      case .value(let value): finish(mapping, context, value)
      case .ignoreAttributeFlow: break
      case .ignoreObjectFlow: ignoresObject = true
      }
    } catch {
      switch error.reason {
      case .uniquenessUnknown(let candidates):
        unknownCandidates = candidates.map { UniquenessQuestion(targetAttribute: target, candidate: $0) }
      case .noUniqueValue: fail(mapping, .noUniqueValue, "\(error)")
      default: fail(mapping, .mappingEvaluationFailed, "\(error)")
      }
    }
  }

  private mutating func finish(
    _ mapping: AttributeMapping, _ context: MappingContext, _ result: ExpressionValue
  ) {
    do throws(TargetAttributeDefinition.ValueMismatch) {
      if let value = try mapping.definition.value(of: result) {
        flow.outcome = .value(value)
      } else {
        finish(mapping, context, withDefault: context.isCreation)
      }
    } catch {
      fail(
        mapping, .invalidValue,
        "the value is no \(error.type.rawValue), which is all that the target attribute takes")
    }
  }

  /// There is no value: the default's, if it counts now.
  private mutating func finish(
    _ mapping: AttributeMapping, _ context: MappingContext, withDefault usesDefault: Bool
  ) {
    if usesDefault, let text = mapping.defaultValue,
      let value = try? mapping.definition.value(of: .string(text))
    {
      flow.outcome = .value(value)
      flow.isDefault = true
    } else if case .none = mapping.source {
      flow.outcome = .ignored
    } else {
      flow.outcome = mapping.definition.flowsNullValues && !context.isCreation ? .clear : .nothing
    }
  }

  private mutating func fail(_ mapping: AttributeMapping, _ code: MappingFailure.Code, _ reason: String) {
    failure = MappingFailure(
      targetAttribute: mapping.targetAttribute, expression: mapping.expressionText, code: code, reason: reason
    )
  }
}

extension String {
  /// FNV-1a, 64 bits: keeps the random values of two attributes of one object apart.
  fileprivate var fingerprint: UInt64 {
    utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
