import { DAY_MS } from '../events/moment.js';
import { ALL_TIERS, defineGuard, includesPerson, peopleOf, unknown, VETTED_TIERS } from './guard.js';

export interface SuspensionFacts {
  readonly holder: string;
  /** Whom the actor has suspended, and when. */
  readonly earlier: readonly { readonly holder: string; readonly at: number }[] | null;
  readonly scope: string;
  /** Who holds ADMIN now. */
  readonly admins: readonly string[] | null;
}

export const G18 = defineGuard<SuspensionFacts>({
  id: 'G18',
  title: 'One person can stop another for a short time, and only one',
  stops: 'a stolen account that acts now, and abuse of the brake',
  costMinutes: 5,
  tiers: ALL_TIERS,
  find: ({ holder, earlier, scope, admins }, { at, policy: { suspension }, links }) => {
    if (earlier === null || admins === null) return unknown('SYSTEM');
    const since = at - suspension.windowDays * DAY_MS;
    const recent = earlier.filter((entry) => entry.at > since && !links.areOne(entry.holder, holder));
    if (
      peopleOf(
        recent.map((entry) => entry.holder),
        links,
      ).length >= suspension.holdersInWindow
    ) {
      const earliest = Math.min(...recent.map((entry) => entry.at)) + suspension.windowDays * DAY_MS;
      return { reason: 'ALREADY_SUSPENDED_ONE', earliest, whoCanAct: ['INCUMBENT', 'STEWARD'] };
    }
    const people = peopleOf(admins, links);
    const hitsSpared =
      scope === 'ADMIN' && includesPerson(people, holder, links) && people.length <= suspension.spareAdmins;
    return hitsSpared ? { reason: 'ADMINS_SPARED', whoCanAct: ['STEWARD'] } : null;
  },
});

export interface RemovalFacts {
  readonly reasons: string;
  readonly noticeAt: number | null;
  readonly holdersInMotion: number;
  /** Votes given and people on the roll; null before the close. */
  readonly votes: { readonly given: number; readonly roll: number } | null;
}

export const G19 = defineGuard<RemovalFacts>({
  id: 'G19',
  title: 'Removal has reasons, notice and a high quorum, one person at a time',
  stops: 'removal of one side by the other',
  costMinutes: 15,
  tiers: VETTED_TIERS,
  find: ({ reasons, noticeAt, holdersInMotion, votes }, { at, tier, policy: { removal } }) => {
    if (reasons.trim() === '') return { reason: 'REASON_MISSING', whoCanAct: ['INCUMBENT', 'STEWARD'] };
    if (tier !== 'T2' && holdersInMotion > 1) return { reason: 'BULK_REMOVAL', whoCanAct: ['INCUMBENT'] };
    if (noticeAt === null) return unknown('SYSTEM');
    const earliest = noticeAt + removal.noticeDays * DAY_MS;
    if (at < earliest) return { reason: 'NOTICE_TOO_SHORT', earliest, whoCanAct: ['SYSTEM'] };
    const isShort = votes !== null && votes.given < Math.ceil(removal.quorumShare * votes.roll);
    return isShort ? { reason: 'QUORUM_MISSING', whoCanAct: ['INCUMBENT', 'STEWARD'] } : null;
  },
});

export interface AppealFacts {
  readonly decidedAt: number;
  /** Null while the appeal is only filed. */
  readonly panel: readonly string[] | null;
  /** Who voted, sponsored, reviewed, decided, or is paid by an involved funder. */
  readonly involved: readonly string[];
}

export const G20 = defineGuard<AppealFacts>({
  id: 'G20',
  title: 'Appeal to people who were not involved',
  stops: 'wrong alerts, local politics, and the bias of detectors',
  costMinutes: 0,
  tiers: VETTED_TIERS,
  find: ({ decidedAt, panel, involved }, { at, policy: { appeal }, links }) => {
    if (panel === null) {
      const isLate = at - decidedAt > appeal.fileDays * DAY_MS;
      return isLate ? { reason: 'APPEAL_TIME_OVER', whoCanAct: [] } : null;
    }
    if (peopleOf(panel, links).length < appeal.panel) return { reason: 'PANEL_TOO_SMALL', whoCanAct: ['STEWARD'] };
    const isInvolved = panel.some((name) => includesPerson(involved, name, links));
    return isInvolved ? { reason: 'PANEL_INVOLVED', whoCanAct: ['STEWARD'] } : null;
  },
});

export interface LogFacts {
  /** Hash that the new entry continues, and the hash of the last entry. */
  readonly continues: string;
  readonly head: string;
  readonly isMirrored: boolean | null;
}

export const G21 = defineGuard<LogFacts>({
  id: 'G21',
  title: 'Every transition is in a public log that only grows',
  stops: 'rewriting of what happened',
  costMinutes: 0,
  tiers: ALL_TIERS,
  find: ({ continues, head, isMirrored }) => {
    if (isMirrored === null) return unknown('SYSTEM');
    return continues === head && isMirrored ? null : { reason: 'LOG_BROKEN', whoCanAct: ['OPERATOR'] };
  },
});
