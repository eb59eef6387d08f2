import { defineGuard, peopleOf, STRICT_TIERS, unknown } from './guard.js';

/** Who did what for one release; null is not known. */
interface ReleasePeople {
  readonly proposer: string | null;
  readonly approver: string | null;
  readonly tagger: string | null;
  readonly signer: string | null;
  readonly publisher: string | null;
}

export interface TwoPersonReleaseFacts extends ReleasePeople {
  /** The approver has opened the difference between archive and tree. */
  readonly hasApproverSeenDiff: boolean | null;
}

export const G10 = defineGuard<TwoPersonReleaseFacts>({
  id: 'G10',
  title: 'Two people make a release',
  stops: 'a release by one stolen or planted account',
  costMinutes: 20,
  tiers: STRICT_TIERS,
  find: ({ proposer, approver, tagger, publisher, hasApproverSeenDiff }, { links }) => {
    if (proposer === null || approver === null || tagger === null || publisher === null) return unknown('HOLDER');
    if (links.areOne(proposer, approver)) return { reason: 'ONE_PERSON', whoCanAct: ['HOLDER', 'REVIEWER', 'STEWARD'] };
    if (peopleOf([approver, tagger, publisher], links).length === 1)
      return { reason: 'ONE_PERSON', whoCanAct: ['HOLDER'] };
    return hasApproverSeenDiff === true
      ? null
      : { reason: 'APPROVER_DID_NOT_SEE_DIFF', whoCanAct: ['HOLDER', 'REVIEWER'] };
  },
});

export interface ArchiveFacts {
  /** Paths that are neither in the tagged tree nor in a manifest with a pinned upstream digest. */
  readonly unexplained: readonly string[] | null;
}

export const G13 = defineGuard<ArchiveFacts>({
  id: 'G13',
  title: 'The archive is the tagged tree',
  stops: 'a changed file that is only in the archive',
  costMinutes: 5,
  tiers: STRICT_TIERS,
  find: ({ unexplained }) => {
    if (unexplained === null) return unknown('SYSTEM');
    return unexplained.length === 0 ? null : { reason: 'ARCHIVE_DIFFERS', whoCanAct: ['HOLDER', 'REVIEWER'] };
  },
});

export interface BinaryFacts {
  readonly binaries:
    | readonly {
        readonly path: string;
        /** A script with pinned inputs makes the same digest. */
        readonly isReproduced: boolean;
        /** It lies in a repository of test data that no build sees. */
        readonly isIsolated: boolean;
      }[]
    | null;
}

export const G15 = defineGuard<BinaryFacts>({
  id: 'G15',
  title: 'No opaque binary without its generator',
  stops: 'a payload in test files',
  costMinutes: 10,
  tiers: STRICT_TIERS,
  find: ({ binaries }) => {
    if (binaries === null) return unknown('SYSTEM');
    const isClean = binaries.every(({ isReproduced, isIsolated }) => isReproduced || isIsolated);
    return isClean ? null : { reason: 'GENERATOR_MISSING', whoCanAct: ['HOLDER'] };
  },
});
