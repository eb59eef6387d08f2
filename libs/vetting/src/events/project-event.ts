import type { Scope } from '../policy/scopes.js';
import type { Moment } from './moment.js';

/**
 * What happened to a project, as importers read it from snapshots and as signals are computed from it. Null is "not
 * known", which is never the same as "no". People are named as their source names them; `PersonLinks` says which names are
 * one person.
 */
export type ProjectEvent = { [Kind in keyof EventFacts]: Occurrence<Kind> & EventFacts[Kind] }[keyof EventFacts];
export type EventKind = keyof EventFacts;
export type EventOf<Kind extends EventKind> = Extract<ProjectEvent, { readonly kind: Kind }>;

interface Occurrence<Kind> {
  readonly kind: Kind;
  /** Made from the source, so that what is imported twice is one event. */
  readonly id: string;
  readonly at: Moment;
  /** Where it can be looked up again: an address, a commit, a snapshot with its digest. */
  readonly source: string;
}

/** Classes of the rubric: demand, blame, guilt, comparison, urgency without specifics, neutral. */
export const MESSAGE_CLASSES = ['D', 'B', 'G', 'C', 'U', 'N'] as const;
export type MessageClass = (typeof MESSAGE_CLASSES)[number];
export type Demand = 'ADD_MAINTAINER' | 'REPLACE_MAINTAINER';

/** What a changed file is part of. */
export type ChangeArea = 'BUILD' | 'CI' | 'TEST_BINARY' | 'INSTALL' | 'CRYPTO' | 'DEPENDENCY' | 'OTHER';

interface EventFacts {
  /** Somebody writes to the maintainers. */
  message: {
    readonly sender: string;
    /** How many accounts and messages one record stands for: 1 and 1 unless it sums up a series. */
    readonly accounts: number;
    readonly messages: number;
    readonly thread: string | null;
    readonly senderFirstSeen: Moment | null;
    readonly senderMergedChanges: number | null;
    readonly classes: readonly MessageClass[] | null;
    readonly demand: Demand | null;
    /** Who would gain; null when nobody is named. */
    readonly beneficiary: string | null;
  };
  /** An account is registered. */
  account: { readonly person: string };
  /** Somebody offers work; whether it was merged is not known. */
  contribution: { readonly person: string };
  /** A maintainer says that it is too much, or somebody of the team says so. */
  distress: { readonly person: string; readonly isSelfReported: boolean | null };
  /** A commit on a branch that is released. */
  change: {
    readonly sha: string | null;
    readonly author: string;
    readonly committer: string | null;
    /** Minutes east of UTC. */
    readonly authorOffset: number | null;
    readonly committerOffset: number | null;
    /** Others who approved it; null when nothing is known of reviews. */
    readonly approvers: readonly string[] | null;
    readonly areas: readonly ChangeArea[];
  };
  /** An account shows a name, mail or key that it did not show before. */
  identity: {
    readonly account: string;
    readonly shows: 'NAME' | 'MAIL' | 'KEY';
    readonly value: string;
    readonly isAnnounced: boolean | null;
  };
  /** How far a person can be traced back. */
  lineage: {
    readonly person: string;
    readonly projectsWithMergedWork: number;
    readonly oldestLinkMonths: number;
  };
  grant: {
    /** Null when the record does not say who got it. */
    readonly person: string | null;
    readonly scope: Scope | null;
    readonly by: string | null;
    readonly tenureDays: number | null;
    readonly mergedChanges: number | null;
  };
  revocation: {
    readonly by: string;
    /** How many holders, and how many there were. */
    readonly holders: number;
    readonly holdersBefore: number | null;
    /** True for a decided motion or a batch for inactivity. */
    readonly hasMotion: boolean | null;
  };
  /** Who holds a scope that writes, and when it was last used. */
  accessList: { readonly holders: readonly { readonly person: string; readonly lastUsed: Moment | null }[] };
  contactChange: {
    readonly resource: string;
    readonly proposer: string;
    readonly beneficiary: string | null;
    readonly replacesOld: boolean | null;
    /** Another than proposer and beneficiary; null when not known, and false when there was nobody. */
    readonly secondPerson: string | false | null;
    /** The change was made by a holder other than the beneficiary. */
    readonly isByIncumbent: boolean | null;
    /** Fields of intake are gone, silence is longer, or a contact is gone. */
    readonly thinsReporting: boolean | null;
  };
  /** Canonical address, website, DNS, registry or download host moves. */
  controlMove: { readonly resource: string; readonly by: string; readonly toward: string | null };
  ownershipTransfer: {
    readonly resource: string;
    readonly from: string | null;
    readonly to: string | null;
    readonly receiverHasLineage: boolean | null;
    /** Days of public notice before; 0 for none. */
    readonly noticeDays: number | null;
  };
  release: {
    readonly version: string;
    /** Author of the last change in it. */
    readonly author: string | null;
    readonly tagger: string | null;
    readonly signer: string | null;
    readonly publisher: string | null;
    readonly approver: string | null;
    /** Fingerprint of the key; null when it is not signed or not known. */
    readonly key: string | null;
    /** No release was signed by this signer before. */
    readonly isNewSigner: boolean | null;
    /** Who had published the key 7 days before or earlier; false for nobody. */
    readonly keyAnnouncedBy: 'EXISTING_SIGNER' | 'NEWCOMER' | false | null;
  };
  /** A release archive beside the tree of its tag. */
  archiveComparison: {
    readonly release: string;
    /** Paths that are neither in the tree nor explained by a pinned upstream digest. */
    readonly unexplained: readonly string[];
  };
  /** A version appears in a registry. */
  publication: {
    readonly package: string;
    readonly version: string;
    readonly publisher: string | null;
    /** A tag or commit of it exists within 24 hours. */
    readonly hasSource: boolean | null;
    readonly hadProvenance: boolean | null;
    readonly hasProvenance: boolean | null;
  };
  tagMove: { readonly tag: string; readonly by: string | null; readonly isFloating: boolean | null };
  checkReduction: {
    readonly check: string;
    readonly by: string;
    readonly hasLinkedBug: boolean | null;
    readonly hasCompensatingTest: boolean | null;
  };
  /** What a feature test of the build answers on the reference image. */
  featureTest: {
    readonly feature: string;
    readonly by: string;
    readonly was: boolean;
    readonly is: boolean;
    readonly isInChangelog: boolean;
  };
  ignoreRule: { readonly path: string; readonly by: string };
  binary: {
    readonly path: string;
    readonly by: string;
    readonly bytes: number | null;
    readonly hasGenerator: boolean | null;
    readonly hoursBeforeTag: number | null;
    readonly taggerIsAuthor: boolean | null;
  };
  /** A safe construct is replaced by an unsafe one, or a check in the code is gone. */
  weakening: { readonly path: string; readonly by: string };
  dependency: {
    readonly name: string;
    readonly by: string;
    readonly ageDays: number | null;
    readonly hasInstallScript: boolean | null;
    readonly isOwnersOwn: boolean | null;
  };
  /** Somebody asks a distribution or consumer to take a version. */
  downstreamRequest: {
    readonly target: string;
    readonly requester: string;
    readonly accountAgeDays: number | null;
    readonly isReleaser: boolean | null;
  };
  anomalyReport: { readonly release: string; readonly reporter: string };
  sponsorship: {
    readonly candidate: string;
    readonly sponsor: string;
    /** Reasons why the sponsor does not count as independent. */
    readonly dependence: readonly string[];
  };
  authenticatorChange: { readonly person: string };
  /** A release, a decision of an administrator, or a vote. */
  privilegedAction: { readonly person: string; readonly action: string };
  /** Something about a project was said in public. */
  notice: {
    readonly by: string;
    readonly about: string;
    readonly topic: 'NOMINATION' | 'VOTE' | 'OBJECTION' | 'OTHER';
  };
}
