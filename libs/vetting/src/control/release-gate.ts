import { DAY_MS } from '../events/moment.js';
import { GUARDS } from '../guards/catalogue.js';
import { includesPerson, type Refused, type Verdict } from '../guards/guard.js';
import type { ArchiveFacts, BinaryFacts, TwoPersonReleaseFacts } from '../guards/release.js';
import type { ControlFacts } from './control-case.js';

/** A release as far as its gate looks at it: five people, the archive, and the binaries. */
export interface ReleaseFacts extends TwoPersonReleaseFacts, ArchiveFacts, BinaryFacts {
  /** Who holds RELEASE now. */
  readonly releaseHolders: readonly string[];
  readonly breakGlass: BreakGlass | null;
}

/** The way out when a security fix has to go out and the seats are empty: a steward, a reviewer, and a notice. */
interface BreakGlass {
  readonly steward: string;
  readonly reviewer: string;
  readonly openedAt: number;
  readonly noticeAt: number | null;
}

export interface GateResult {
  readonly isOpen: boolean;
  readonly isBreakGlass: boolean;
  readonly refusals: readonly Refused[];
  /** By when the public has to be told; null when nothing was broken. */
  readonly noticeBy: number | null;
}

/**
 * G10, G13 and G15. A hold does not close the gate: it stops money and rights, never a fix. Break-glass replaces the
 * second holder (G10) and neither the archive nor the binaries: what is published is still what was tagged.
 */
export function releaseGate(release: ReleaseFacts, facts: ControlFacts): GateResult {
  const people = peopleVerdict(release, facts);
  const artefacts = [GUARDS.G13.check(release, facts), GUARDS.G15.check(release, facts)].filter(isRefused);
  const glass = release.breakGlass;
  const isBroken = isRefused(people) && glass !== null && isBreakGlassValid(release, glass, facts);
  const refusals = isRefused(people) && !isBroken ? [people, ...artefacts] : artefacts;
  const isOpen = refusals.length === 0;
  const isBreakGlass = isBroken && isOpen;
  const noticeBy = isBreakGlass ? glass.openedAt + (facts.policy.control.breakGlassNoticeHours / 24) * DAY_MS : null;
  return { isOpen, isBreakGlass, refusals, noticeBy };
}

/** Proposer and approver each hold RELEASE; what G10 asks of five people comes first. */
function peopleVerdict(release: ReleaseFacts, facts: ControlFacts): Verdict {
  const verdict = GUARDS.G10.check(release, facts);
  if (isRefused(verdict) || !facts.policy.tiers[facts.tier].hasTwoPersonRelease) return verdict;
  const makers = [release.proposer ?? '', release.approver ?? ''];
  const areHolders = makers.every((name) => includesPerson(release.releaseHolders, name, facts.links));
  if (areHolders) return verdict;
  return { isOk: false, guard: 'G10', reason: 'PRIOR_SCOPE_MISSING', earliest: null, whoCanAct: ['HOLDER'] };
}

function isRefused(verdict: Verdict): verdict is Refused {
  return !verdict.isOk;
}

/** Two people of different offices, neither of whom made the release. */
function isBreakGlassValid(
  release: ReleaseFacts,
  glass: BreakGlass,
  { stewards, reviewers, links }: ControlFacts,
): boolean {
  const { steward, reviewer } = glass;
  const makers = [release.proposer, release.tagger, release.publisher].filter((name): name is string => name !== null);
  const areFree = ![steward, reviewer].some((name) => includesPerson(makers, name, links));
  const haveOffices = includesPerson(stewards, steward, links) && includesPerson(reviewers, reviewer, links);
  return areFree && haveOffices && !links.areOne(steward, reviewer);
}

/** A break-glass release without its notice in time is a case for review. */
export function isNoticeMissing(glass: BreakGlass, facts: ControlFacts): boolean {
  const noticeBy = glass.openedAt + (facts.policy.control.breakGlassNoticeHours / 24) * DAY_MS;
  return glass.noticeAt === null ? facts.at > noticeBy : glass.noticeAt > noticeBy;
}
