import type { ProjectEvent } from '../events/project-event.js';
import { SignalFold, type SignalTerms } from './signal-fold.js';
import type { Signal } from './signal.js';

export interface SignalInputs extends SignalTerms {
  /** In the order of their moments, as `inOrder` gives them. */
  readonly events: readonly ProjectEvent[];
}

/**
 * Every signal of a history, in the order of the days on which it fires: a pure function of the events, the policy and
 * the links between names. It reads the events once.
 */
export function computeSignals({ events, ...terms }: SignalInputs): Signal[] {
  const fold = new SignalFold(terms);
  const signals = new Map<string, Signal>();
  for (const event of events) for (const signal of fold.take(event)) signals.set(signal.id, signal);
  return [...signals.values()];
}
