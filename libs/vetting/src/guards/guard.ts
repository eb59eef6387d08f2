import type { PersonLinks } from '../events/person-links.js';
import type { Tier } from '../policy/scopes.js';
import type { VettingPolicy } from '../policy/vetting-policy.js';
import type { Reason } from './reasons.js';

export const PARTIES = [
  ...(['CANDIDATE', 'HOLDER', 'SPONSOR', 'INCUMBENT', 'OWNER'] as const),
  ...(['STEWARD', 'REVIEWER', 'OPERATOR', 'PANEL', 'SYSTEM'] as const),
] as const;
export type Party = (typeof PARTIES)[number];

export interface GuardTerms {
  readonly tier: Tier;
  readonly policy: VettingPolicy;
  /** The instant that is judged, in UTC milliseconds. */
  readonly at: number;
  readonly links: PersonLinks;
}

export type Verdict = Passed | Refused;

interface Passed {
  readonly isOk: true;
  /** What the guard would have refused on a stricter tier. */
  readonly advice: Reason | null;
}

export interface Refused {
  readonly isOk: false;
  readonly guard: string;
  readonly reason: Reason;
  /** From when on it can be different by waiting alone; null when no waiting helps or no date is known. */
  readonly earliest: number | null;
  readonly whoCanAct: readonly Party[];
}

/** What a rule says when it does not agree. */
export interface Finding {
  readonly reason: Reason;
  readonly earliest?: number;
  readonly whoCanAct: readonly Party[];
}

/** A rule that grants nothing by itself and stops one step of an attack. */
export interface Guard<Facts> {
  readonly id: string;
  readonly title: string;
  /** The step of an attack that it stops; a guard without one is not shipped. */
  readonly stops: string;
  /** What it costs the maintainers each time, in minutes. */
  readonly costMinutes: number;
  readonly tiers: readonly Tier[];
  /** Tiers on which it speaks and does not refuse. */
  readonly advisoryTiers: readonly Tier[];
  check(facts: Facts, terms: GuardTerms): Verdict;
}

export const ALL_TIERS: readonly Tier[] = ['T0', 'T1', 'T2', 'T3'];
export const VETTED_TIERS: readonly Tier[] = ['T0', 'T1', 'T2'];
export const STRICT_TIERS: readonly Tier[] = ['T0', 'T1'];

interface Definition<Facts> extends Omit<Guard<Facts>, 'check' | 'advisoryTiers'> {
  readonly advisoryTiers?: readonly Tier[];
  /** Null when nothing is wrong. */
  find(facts: Facts, terms: GuardTerms): Finding | null;
}

/** A guard of another tier agrees without looking. */
export function defineGuard<Facts>({ find, advisoryTiers = [], ...about }: Definition<Facts>): Guard<Facts> {
  return {
    ...about,
    advisoryTiers,
    check(facts, terms) {
      const isAdvisory = advisoryTiers.includes(terms.tier);
      if (!isAdvisory && !about.tiers.includes(terms.tier)) return { isOk: true, advice: null };
      const finding = find(facts, terms);
      if (finding === null || isAdvisory) return { isOk: true, advice: finding?.reason ?? null };
      const { reason, earliest = null, whoCanAct } = finding;
      return { isOk: false, guard: about.id, reason, earliest, whoCanAct };
    },
  };
}

/** What is not known is never taken for granted. */
export function unknown(...whoCanAct: readonly Party[]): Finding {
  return { reason: 'FACT_UNKNOWN', whoCanAct };
}

/** The people behind some names, each once. */
export function peopleOf(names: readonly string[], links: PersonLinks): string[] {
  return [...new Set(names.map((name) => links.personOf(name)))];
}

export function includesPerson(names: readonly string[], name: string, links: PersonLinks): boolean {
  return names.some((other) => links.areOne(other, name));
}
