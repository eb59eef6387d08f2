import { DAY_MS } from '../events/moment.js';
import { ALL_TIERS, defineGuard, unknown, VETTED_TIERS } from './guard.js';

const HOUR_MS = 3_600_000;

export interface InvitationFacts {
  readonly origin: 'REQUEST' | 'AUTOMATIC' | 'BLANKET' | null;
  /** Since when the forge shows another holder than the grants do; null for no difference. */
  readonly driftSince: number | null;
}

export const G22 = defineGuard<InvitationFacts>({
  id: 'G22',
  title: 'Every right to write is one grant for one person',
  stops: 'automatic invitations, and invitations by a stolen token',
  costMinutes: 0,
  tiers: ALL_TIERS,
  find: ({ origin, driftSince }, { at, policy }) => {
    if (origin === null) return unknown('SYSTEM');
    if (origin !== 'REQUEST') return { reason: 'BLANKET_INVITATION', whoCanAct: ['CANDIDATE', 'INCUMBENT'] };
    const isDrift = driftSince !== null && at - driftSince > policy.identity.driftHours * HOUR_MS;
    return isDrift ? { reason: 'DRIFT', whoCanAct: ['INCUMBENT', 'STEWARD'] } : null;
  },
});

export interface SecondFactorFacts {
  /** The action was signed by a factor that cannot be phished. */
  readonly isPhishingResistant: boolean | null;
  /** The last change of a factor, mail address or key; 'NEVER' when there was none, null when not known. */
  readonly authenticatorChangedAt: number | 'NEVER' | null;
}

export const G23 = defineGuard<SecondFactorFacts>({
  id: 'G23',
  title: 'A second factor that cannot be phished, and a pause after its change',
  stops: 'reset of an account, then use of its rights',
  costMinutes: 1,
  tiers: VETTED_TIERS,
  find: ({ isPhishingResistant, authenticatorChangedAt }, { at, policy }) => {
    if (isPhishingResistant === null || authenticatorChangedAt === null) return unknown('CANDIDATE', 'HOLDER');
    if (!isPhishingResistant) return { reason: 'SECOND_FACTOR_MISSING', whoCanAct: ['CANDIDATE', 'HOLDER'] };
    if (authenticatorChangedAt === 'NEVER') return null;
    const earliest = authenticatorChangedAt + policy.identity.authenticatorPauseDays * DAY_MS;
    return at < earliest ? { reason: 'AUTHENTICATOR_CHANGED', earliest, whoCanAct: ['CANDIDATE', 'HOLDER'] } : null;
  },
});

export interface ContinuityFacts {
  /** Since when the oldest signing key is used; 'NONE' for none. */
  readonly keySince: number | 'NONE' | null;
  /** Since when the oldest forge account with a linked proof exists. */
  readonly accountSince: number | 'NONE' | null;
  readonly vouches: number | null;
  readonly hasPriorRole: boolean | null;
}

/** A pseudonym is as good as any name: what counts is that it is the same one for long. */
export const G26 = defineGuard<ContinuityFacts>({
  id: 'G26',
  title: 'Identity is continuity',
  stops: 'throw-away personas, without a look into anybody’s papers',
  costMinutes: 5,
  tiers: VETTED_TIERS,
  find: ({ keySince, accountSince, vouches, hasPriorRole }, { at, policy: { identity } }) => {
    const dates = [endOf(keySince, identity.keyDays), endOf(accountSince, identity.accountDays)];
    const others = [vouches === null ? null : vouches >= identity.vouches, hasPriorRole];
    const waited = dates.map((date) => (date === null ? null : date <= at));
    const proofs = [...waited, ...others];
    const shown = proofs.filter((proof) => proof === true).length;
    if (shown >= identity.proofs) return null;
    if (shown + proofs.filter((proof) => proof === null).length >= identity.proofs) return unknown('CANDIDATE');
    const coming = dates
      .filter((date): date is number => date !== null && date > at && date !== Infinity)
      .sort((one, other) => one - other);
    const earliest = coming[identity.proofs - shown - 1];
    return {
      reason: 'CONTINUITY_PROOFS_MISSING',
      whoCanAct: ['CANDIDATE'],
      ...(earliest === undefined ? {} : { earliest }),
    };
  },
});

function endOf(since: number | 'NONE' | null, days: number): number | null {
  if (since === null) return null;
  return since === 'NONE' ? Infinity : since + days * DAY_MS;
}

export interface NameFacts {
  /** The person said yes through a login of their own. */
  readonly isConfirmedByOwnLogin: boolean | null;
}

export const G29 = defineGuard<NameFacts>({
  id: 'G29',
  title: 'A name appears after its owner has confirmed it',
  stops: 'famous names as decoration',
  costMinutes: 1,
  tiers: ALL_TIERS,
  find: ({ isConfirmedByOwnLogin }) =>
    isConfirmedByOwnLogin === true ? null : { reason: 'NAME_NOT_CONFIRMED', whoCanAct: ['CANDIDATE'] },
});
