import type { PayoutRail, TransfersStatus } from './recipient-account.entity.js';

/** How far a payee's account is. */
export interface PayoutStanding {
  readonly rail: PayoutRail;
  readonly transfersStatus: TransfersStatus;
}

type PayoutState = 'not_started' | 'onboarding' | 'ready' | 'restricted' | 'by_arrangement';

export interface PayoutReadiness {
  readonly state: PayoutState;
  readonly rail: PayoutRail | null;
}

/**
 * The United States, the United Kingdom, the European Economic Area, Canada and Switzerland: between these Stripe
 * transfers across borders by itself (payments design, section 1.6). Everybody else is paid by bank.
 */
const CONNECT_COUNTRIES = new Set(
  'US GB CA CH AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
);

export function payoutRail(country: string): PayoutRail {
  return CONNECT_COUNTRIES.has(country) ? 'connect' : 'manual';
}

/** What those who fund may know of it; null for a payee without an account. */
export function payoutReadiness(standing: PayoutStanding | null): PayoutReadiness {
  if (standing === null) return { state: 'not_started', rail: null };
  // No account of the payee's bank is kept here: the operators ask the payee for it when there is something to send.
  if (standing.rail === 'manual') return { state: 'by_arrangement', rail: 'manual' };
  return { state: STATES[standing.transfersStatus], rail: 'connect' };
}

const STATES: Readonly<Record<TransfersStatus, PayoutState>> = {
  unrequested: 'onboarding',
  pending: 'onboarding',
  active: 'ready',
  restricted: 'restricted',
  unsupported: 'restricted',
  rejected: 'restricted',
};
