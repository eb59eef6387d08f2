import type { StateMachine } from '#platform/kernel';
import { DAY_MS } from '../events/moment.js';
import { AlreadySignedError } from '../grants/grant.errors.js';
import { GUARDS } from '../guards/catalogue.js';
import { includesPerson, peopleOf } from '../guards/guard.js';
import { applied, guarded, isBy, notBefore, only, type Asked, type ControlFacts } from './control-case.js';

export type RemovalStatus = 'PROPOSED' | 'VOTING' | 'REMOVE' | 'KEEP' | 'WITHDRAWN';
type RemovalAction = 'openVote' | 'castVote' | 'decideToRemove' | 'keep' | 'withdraw';

/** A motion to take a scope from one person. */
export interface Removal {
  readonly status: RemovalStatus;
  readonly grants: readonly string[];
  readonly holders: readonly string[];
  readonly proposer: string;
  readonly reasons: string;
  readonly noticeAt: number | null;
  /** Everybody who may vote; never the holder. */
  readonly roll: readonly string[];
  readonly votes: readonly { readonly voter: string; readonly choice: 'YES' | 'NO' }[];
  readonly openedAt: number | null;
}

type Question = Asked<Removal>;
type RemovalGuard = 'bySystem' | 'byRoll' | 'byProposer' | 'hasNotVoted' | 'voteIsOver' | 'hasMajority' | 'G01' | 'G19';

function removalFacts({ subject, facts }: Question) {
  const given = peopleOf(
    subject.votes.map(({ voter }) => voter),
    facts.links,
  ).length;
  const roll = peopleOf(subject.roll, facts.links).length;
  const { reasons, noticeAt, holders, status } = subject;
  return { reasons, noticeAt, holdersInMotion: holders.length, votes: status === 'VOTING' ? { given, roll } : null };
}

export const REMOVAL: StateMachine<RemovalStatus, RemovalAction, RemovalGuard, Question> = {
  name: 'removal',
  initial: 'PROPOSED',
  transitions: {
    openVote: { from: ['PROPOSED'], to: 'VOTING', guards: ['bySystem', 'G19'] },
    castVote: { from: ['VOTING'], to: 'VOTING', guards: ['byRoll', 'G01', 'hasNotVoted'] },
    decideToRemove: { from: ['VOTING'], to: 'REMOVE', guards: ['bySystem', 'voteIsOver', 'G19', 'hasMajority'] },
    keep: { from: ['VOTING'], to: 'KEEP', guards: ['bySystem', 'voteIsOver'] },
    withdraw: { from: ['PROPOSED', 'VOTING'], to: 'WITHDRAWN', guards: ['byProposer'] },
  },
  guards: {
    bySystem: only('bySystem', ({ facts }) => facts.by === null),
    byRoll: only('byRoll', ({ subject, facts }) => isBy(facts, subject.roll)),
    byProposer: only('byProposer', ({ subject, facts }) => isBy(facts, [subject.proposer])),
    hasNotVoted: ({ subject, facts }) =>
      isBy(
        facts,
        subject.votes.map(({ voter }) => voter),
      )
        ? new AlreadySignedError()
        : null,
    voteIsOver: ({ subject, facts }) =>
      notBefore((subject.openedAt ?? facts.at) + facts.policy.removal.voteDays * DAY_MS, facts),
    hasMajority: only('hasMajority', ({ subject, facts }) => {
      const { majority } = facts.policy.removal;
      const share = subject.votes.filter(({ choice }) => choice === 'YES').length / Math.max(1, subject.votes.length);
      return majority.isStrict ? share > majority.share : share >= majority.share;
    }),
    G01: guarded(GUARDS.G01, ({ subject, facts }: Question) => ({
      candidate: subject.holders.find((name) => includesPerson([name], facts.by ?? '', facts.links)) ?? '',
      ...{ actor: facts.by ?? '', payroll: [] },
    })),
    G19: guarded(GUARDS.G19, removalFacts),
  },
};

export function remove(
  removal: Removal,
  action: RemovalAction,
  facts: ControlFacts,
  choice: 'YES' | 'NO' = 'NO',
): Removal {
  const votes = [...removal.votes, { voter: facts.by ?? '', choice }];
  const next = applied(REMOVAL, action, removal, facts);
  if (action === 'castVote') return { ...next, votes };
  return action === 'openVote' ? { ...next, openedAt: facts.at } : next;
}
