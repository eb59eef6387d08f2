import { ALL_TIERS, defineGuard, includesPerson, unknown, VETTED_TIERS } from './guard.js';

export interface OwnRequestFacts {
  readonly candidate: string;
  readonly actor: string;
  /** Who is paid by the candidate. */
  readonly payroll: readonly string[] | null;
}

export const G01 = defineGuard<OwnRequestFacts>({
  id: 'G01',
  title: 'Nobody acts on a request of their own',
  stops: 'self-approval, and a second account of the same person',
  costMinutes: 0,
  tiers: ALL_TIERS,
  find: ({ candidate, actor, payroll }, { links }) => {
    if (links.areOne(candidate, actor)) return { reason: 'OWN_REQUEST', whoCanAct: ['INCUMBENT', 'STEWARD'] };
    if (payroll === null) return unknown('CANDIDATE');
    return includesPerson(payroll, actor, links) ? { reason: 'ON_PAYROLL', whoCanAct: ['INCUMBENT', 'STEWARD'] } : null;
  },
});

/** What is known of a sponsor beside one candidate. */
export interface SponsorFacts {
  readonly sponsor: string;
  /** Days of contributions to this project. */
  readonly historyDays: number | null;
  /** Other recognised projects with contributions of the same length. */
  readonly recognisedProjects: number | null;
  /** Declared, or an empty list when nothing is declared. */
  readonly affiliations: readonly string[] | null;
  readonly openSponsorships: number | null;
  readonly firstSeenGapDays: number | null;
  /** Share of the sponsor's interactions of 12 months that were with the candidate. */
  readonly interactionShare: number | null;
  /** The shortest circle of endorsements that both are in; 0 for none. */
  readonly endorsementCycle: number | null;
  readonly sharesKeyOrMailDomain: boolean | null;
}

export interface IndependentSponsorFacts extends SponsorFacts {
  /** Those who count already. */
  readonly counted: readonly { readonly sponsor: string; readonly affiliations: readonly string[] }[];
  readonly statement: string;
  readonly workedOn: readonly string[];
}

export const G02 = defineGuard<IndependentSponsorFacts>({
  id: 'G02',
  title: 'Sponsors are distinct and independent',
  stops: 'endorsement by invented people, and one employer that supplies all voices',
  costMinutes: 15,
  tiers: VETTED_TIERS,
  find: (facts, { tier, policy, links }) => {
    const rules = policy.sponsoring;
    const { historyDays, recognisedProjects, affiliations, openSponsorships, counted } = facts;
    if (
      includesPerson(
        counted.map(({ sponsor }) => sponsor),
        facts.sponsor,
        links,
      )
    )
      return { reason: 'ONE_PERSON', whoCanAct: ['SPONSOR'] };
    if (facts.statement.trim() === '' || facts.workedOn.length === 0)
      return { reason: 'STATEMENT_MISSING', whoCanAct: ['SPONSOR'] };
    if (affiliations === null || openSponsorships === null) return unknown('SPONSOR');
    if (openSponsorships >= rules.openSponsorships) return { reason: 'SPONSOR_OVERLOADED', whoCanAct: ['SPONSOR'] };
    const isKnownElsewhere = recognisedProjects !== null && recognisedProjects >= rules.recognisedProjects;
    if (!isKnownElsewhere && historyDays === null) return unknown('SPONSOR');
    if (!isKnownElsewhere && historyDays !== null && historyDays < policy.tiers[tier].sponsorHistoryDays)
      return { reason: 'HISTORY_TOO_SHORT', whoCanAct: ['SPONSOR'] };
    if (counted.some((other) => other.affiliations.some((name) => affiliations.includes(name))))
      return { reason: 'SAME_AFFILIATION', whoCanAct: ['SPONSOR'] };
    const colludes = collusion(facts, rules);
    if (colludes === null) return unknown('SYSTEM');
    return colludes ? { reason: 'SPONSORS_COLLUDE', whoCanAct: ['SPONSOR'] } : null;
  },
});

/** S32: any of four marks; null when none is shown and one is not known. */
function collusion(
  facts: SponsorFacts,
  rules: { readonly firstSeenGapDays: number; readonly interactionShare: number; readonly endorsementCycle: number },
): boolean | null {
  const { firstSeenGapDays, interactionShare, endorsementCycle, sharesKeyOrMailDomain } = facts;
  const marks = [
    firstSeenGapDays === null ? null : firstSeenGapDays < rules.firstSeenGapDays,
    interactionShare === null ? null : interactionShare >= rules.interactionShare,
    endorsementCycle === null ? null : endorsementCycle > 0 && endorsementCycle <= rules.endorsementCycle,
    sharesKeyOrMailDomain,
  ];
  if (marks.includes(true)) return true;
  return marks.includes(null) ? null : false;
}

export interface MoneyFacts {
  /** Who is to be counted together; a single person for a vote. */
  readonly people: readonly string[];
  readonly funderStaff: readonly string[] | null;
}

export const G24 = defineGuard<MoneyFacts>({
  id: 'G24',
  title: 'Money is kept apart from power',
  stops: 'bought influence',
  costMinutes: 0,
  tiers: VETTED_TIERS,
  find: ({ people, funderStaff }, { links }) => {
    if (funderStaff === null) return unknown('SYSTEM');
    const arePaid = people.length > 0 && people.every((person) => includesPerson(funderStaff, person, links));
    return arePaid ? { reason: 'FUNDER_STAFF', whoCanAct: ['SPONSOR', 'INCUMBENT', 'STEWARD'] } : null;
  },
});

export interface DisclosureFacts {
  readonly refusals: readonly string[];
  /** Whose refusals the sponsor says to have read. */
  readonly disclosed: readonly string[];
}

export const G27 = defineGuard<DisclosureFacts>({
  id: 'G27',
  title: 'A declined sponsorship is told to the next sponsor',
  stops: 'shopping for a sponsor who does not know',
  costMinutes: 1,
  tiers: VETTED_TIERS,
  find: ({ refusals, disclosed }, { links }) =>
    refusals.every((name) => includesPerson(disclosed, name, links))
      ? null
      : { reason: 'REFUSALS_NOT_DISCLOSED', whoCanAct: ['CANDIDATE', 'SPONSOR'] },
});
