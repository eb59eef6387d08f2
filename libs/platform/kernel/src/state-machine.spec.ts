import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConflictError } from './domain-error.js';
import { IllegalTransitionError, nextState, statusesOf, type StateMachine } from './state-machine.js';

type Status = 'shut' | 'open' | 'locked' | 'gone';
type Action = 'open' | 'shut' | 'lock' | 'knock' | 'remove';
interface Facts {
  readonly refuses: readonly string[];
  readonly asked: string[];
}

class RefusedError extends ConflictError {
  override readonly code = 'REFUSED';
}

const guard = (name: string) => (facts: Facts) => {
  facts.asked.push(name);
  return facts.refuses.includes(name) ? new RefusedError(name) : null;
};

const DOOR: StateMachine<Status, Action, 'hasKey' | 'isQuiet', Facts> = {
  name: 'door',
  initial: 'shut',
  transitions: {
    open: { from: ['shut'], to: 'open' },
    shut: { from: ['open'], to: 'shut' },
    lock: { from: ['shut', 'open'], to: 'locked', guards: ['isQuiet', 'hasKey'] },
    knock: { from: ['shut', 'locked'], to: 'shut' },
    remove: { from: ['shut', 'open', 'locked'], to: 'gone' },
  },
  guards: { hasKey: guard('hasKey'), isQuiet: guard('isQuiet') },
};
const ACTIONS = Object.keys(DOOR.transitions) as Action[];
const facts = (...refuses: string[]): Facts => ({ refuses, asked: [] });

function outcome(action: Action, current: Status): Status | 'refused' {
  try {
    return nextState(DOOR, action, current, facts()).to;
  } catch (error) {
    if (error instanceof IllegalTransitionError) return 'refused';
    throw error;
  }
}

it('answers with the change that an action makes, also for one that stays where it is', () => {
  expect(nextState(DOOR, 'open', 'shut', facts())).toEqual({
    machine: 'door',
    action: 'open',
    from: 'shut',
    to: 'open',
  });
  expect(nextState(DOOR, 'knock', 'shut', facts())).toEqual({
    machine: 'door',
    action: 'knock',
    from: 'shut',
    to: 'shut',
  });
});

describe('guards', () => {
  it('are asked in the order in which the transition lists them, and each is asked once', () => {
    const asked = facts();
    nextState(DOOR, 'lock', 'open', asked);
    expect(asked.asked).toEqual(['isQuiet', 'hasKey']);
  });

  it('refuse with the first that objects, and the later ones are not asked', () => {
    const both = facts('hasKey', 'isQuiet');
    expect(() => nextState(DOOR, 'lock', 'shut', both)).toThrow(new RefusedError('isQuiet'));
    expect(both.asked).toEqual(['isQuiet']);
    expect(() => nextState(DOOR, 'lock', 'shut', facts('hasKey'))).toThrow(new RefusedError('hasKey'));
  });

  it('are not asked when the action is not possible at all', () => {
    const asked = facts('hasKey', 'isQuiet');
    expect(() => nextState(DOOR, 'lock', 'locked', asked)).toThrow(IllegalTransitionError);
    expect(asked.asked).toEqual([]);
  });
});

it('names the machine, the action, the current status and the ones that would allow it in an illegal transition', () => {
  expect(() => nextState(DOOR, 'lock', 'gone', facts())).toThrow(
    expect.objectContaining({
      code: 'ILLEGAL_TRANSITION',
      kind: 'INVALID_STATE',
      messageKey: 'kernel.illegalTransition',
      details: { machine: 'door', action: 'lock', current: 'gone', allowed: 'shut, open' },
    }),
  );
});

it('never leaves the listed transitions, whatever the order of actions', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ACTIONS), { maxLength: 20 }), (sequence) => {
      let current = DOOR.initial;
      for (const action of sequence) {
        const { from, to } = DOOR.transitions[action];
        const reached = outcome(action, current);
        expect(reached).toBe(from.includes(current) ? to : 'refused');
        if (reached !== 'refused') current = reached;
      }
    }),
  );
});

it('knows every status of a machine, in the order of first mention', () => {
  expect(statusesOf(DOOR)).toEqual(['shut', 'open', 'locked', 'gone']);
});
