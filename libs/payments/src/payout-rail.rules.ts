import type { PayoutRail, TransfersStatus } from './recipient-account.entity.js';

/** How far a payee's account is. */
export interface PayoutStanding {
  readonly rail: PayoutRail;
  readonly transfersStatus: TransfersStatus;
}

type PayoutState = 'not_started' | 'onboarding' | 'ready' | 'restricted';

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
  // By bank there is no account that could lack something.
  if (standing.rail === 'manual') return { state: 'ready', rail: 'manual' };
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
