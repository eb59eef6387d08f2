import {
  CurrencyMismatchError,
  DAY_MS,
  HOURS,
  UnknownCurrencyError,
  addMs,
  assertMeasured,
  type Money,
} from '#platform/kernel';
import { LapseDateInvalidError, ValueSourceMissingError } from './in-kind.errors.js';
import type { InKindKind } from './in-kind-contribution.entity.js';

/** An offer that names no date ends after this time, and none stands for longer than the other. */
const LAPSES_AFTER_DAYS = 90;
const LAPSES_AT_LATEST_DAYS = 730;

/** When an offer ends that is not delivered. @throws LapseDateInvalidError for a date that is over, or too far away */
export function lapseDateOf(wanted: Date | null, now: Date): Date {
  if (wanted === null) return addMs(now, LAPSES_AFTER_DAYS * DAY_MS);
  if (wanted <= now || wanted > addMs(now, LAPSES_AT_LATEST_DAYS * DAY_MS))
    throw new LapseDateInvalidError(LAPSES_AT_LATEST_DAYS);
  return wanted;
}

/** Refuses hours that are money, a thing that is hours, a value that nobody can look up, and what cannot be measured so. */
export function assertOfferable(kind: InKindKind, amount: Money, valueSource: string | null): void {
  const { currency: code } = amount;
  if (kind === 'time' && code !== HOURS) throw new CurrencyMismatchError(HOURS, code);
  if (kind === 'in_kind' && code === HOURS) throw new UnknownCurrencyError(code);
  if (kind === 'in_kind' && valueSource === null) throw new ValueSourceMissingError();
  assertMeasured(amount);
}
