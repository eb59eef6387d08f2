import { DAY_MS, addMs } from '#platform/kernel';

/** Ways in which somebody's way of proving who they are can change. */
export type AuthenticatorChange =
  | 'passkey_added'
  | 'passkey_removed'
  | 'recovery_codes_made'
  | 'recovery_code_used'
  | 'identity_linked'
  | 'identity_unlinked'
  | 'mail_changed';

/** For so long nothing is decided after a change: who took over an account has to wait, and its owner can notice. */
const PAUSE_MS = 7 * DAY_MS;
/** The first passkey and the first codes belong to setting up, as long as the account is no older. */
const SETTING_UP_MS = DAY_MS;

export interface ChangeFacts {
  readonly accountAgeMs: number;
  /** Whether the person has never had a change of this kind. */
  readonly isFirst: boolean;
}

/** Whether a change stops the person from deciding for a while. */
export function pausesDecisions(change: AuthenticatorChange, { accountAgeMs, isFirst }: ChangeFacts): boolean {
  const setsUp = change === 'passkey_added' || change === 'recovery_codes_made';
  return !(setsUp && isFirst && accountAgeMs < SETTING_UP_MS);
}

/** When decisions work again; null when they work now. */
export function pauseEnd(lastChangeAt: Date | null, now: Date): Date | null {
  if (lastChangeAt === null) return null;
  const end = addMs(lastChangeAt, PAUSE_MS);
  return end.getTime() > now.getTime() ? end : null;
}
