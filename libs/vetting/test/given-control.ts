import { DomainError } from '#platform/kernel';
import type { ControlFacts } from '../src/control/control-case.js';
import { PersonLinks } from '../src/events/person-links.js';
import { GuardClosedError } from '../src/grants/grant.errors.js';
import { POLICY_2026_1 } from '../src/policy/policy-2026-1.js';
import { START } from './given-grants.js';

/** A project on T0 with an owner, two more incumbents, and people of other offices. */
export function givenFacts(by: string | null, more: Partial<ControlFacts> = {}): ControlFacts {
  return {
    ...{ by, at: START, tier: 'T0', policy: POLICY_2026_1, links: new PersonLinks([['jia', 'jia-2']]) },
    ...{ owners: ['owner'], incumbents: ['owner', 'jia', 'ivy'], stewards: ['stella'], reviewers: ['rita'] },
    ...{ isDistressOpen: false, riskLevel: 'NONE' },
    ...more,
  };
}

/** Null when it is done; otherwise the code, and of a guard its name and reason. */
export function refusalOf(run: () => unknown): string | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof GuardClosedError) return `${error.verdict.guard} ${error.verdict.reason}`;
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}
