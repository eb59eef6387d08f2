import { POLICY_2026_1, dayNumber, dayText, type History, type Replay, type Signal, type Tier } from '#libs/vetting';
import { messages } from '../terminal.js';

/** A replay as JSON, in parts: of a long history it is longer than a text can be. One line for each day. */
export function* replayAsJson(
  found: Replay,
  { timeline, duplicates, unknownNames }: History,
  tier: Tier,
): Generator<string> {
  yield `{"policy":${JSON.stringify(POLICY_2026_1.version)},"tier":"${tier}","days":[`;
  // A signal counts on many days, and is written once.
  const written = new Map<Signal, string>();
  let separator = '\n';
  for (const { date, level, points, families, isHard, signals } of found.days) {
    const list = signals.map((signal) => {
      const known = written.get(signal) ?? JSON.stringify(signalAsJson(signal));
      written.set(signal, known);
      return known;
    });
    const day = JSON.stringify({ date, level, points, families, isHard }).slice(0, -1);
    yield `${separator}${day},"signals":[${list.join(',')}]}`;
    separator = ',\n';
  }
  yield '\n],';
  const { firstWatch, firstReview, firstHold } = found;
  yield JSON.stringify({
    firstWatch,
    firstReview,
    firstHold,
    guards: found.guards.map(({ date, guard, blocked, answer, reason, event }) => ({
      date,
      guard,
      blocked,
      answer,
      event: event.kind,
      reason: reason === null ? null : messages.text(`vetting.guard.${reason}`),
      source: event.source,
    })),
    cleared: found.cleared.map(({ date, signals }) => ({ date, signals: signals.map(({ rule }) => rule) })),
    assumptions: timeline.assumptions.map(({ index, messageKey, parameters }) => ({
      record: index,
      text: messages.text(messageKey, parameters),
    })),
    unknownKinds: timeline.unknownKinds.map(({ index, kind }) => ({ record: index, kind })),
    unknownFacts: timeline.unknownFacts.map(({ index, fact }) => ({ record: index, fact })),
    duplicates,
    unknownNames,
  }).slice(1);
  yield '\n';
}

function signalAsJson({ rule, points, family, subject, isHard, evidence }: Signal): object {
  return {
    rule,
    points,
    family,
    subject,
    isHard,
    evidence: evidence.map(({ at, source }) => ({ date: dayText(dayNumber(at.from)), source })),
  };
}
