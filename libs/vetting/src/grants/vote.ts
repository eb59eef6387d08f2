import { quorumOf } from '../guards/decision.js';
import { includesPerson, peopleOf } from '../guards/guard.js';
import type { PersonLinks } from '../events/person-links.js';
import type { VoteRule } from '../policy/vetting-policy.js';
import type { Ballot } from './grant-state.js';

export interface Tally {
  readonly yes: number;
  readonly no: number;
  readonly isQuorate: boolean;
  readonly hasMajority: boolean;
  readonly hasOwner: boolean;
}

/** Counts people, not ballots: whose names were found to be one person have one voice, and it is a no if they differ. */
export function tallyOf(
  ballots: readonly Ballot[],
  roll: readonly string[],
  owners: readonly string[],
  rule: VoteRule,
  links: PersonLinks,
): Tally {
  const against = peopleOf(
    ballots.filter(({ choice }) => choice === 'NO').map(({ voter }) => voter),
    links,
  );
  const voters = peopleOf(
    ballots.map(({ voter }) => voter),
    links,
  );
  const inFavour = voters.filter((voter) => !against.includes(voter));
  const share = voters.length === 0 ? 0 : inFavour.length / voters.length;
  const { majority } = rule;
  return {
    yes: inFavour.length,
    no: against.length,
    isQuorate: voters.length >= quorumOf(peopleOf(roll, links).length, rule),
    hasMajority: majority.isStrict ? share > majority.share : share >= majority.share,
    hasOwner: !rule.needsOwner || owners.length === 0 || voters.some((voter) => includesPerson(owners, voter, links)),
  };
}
