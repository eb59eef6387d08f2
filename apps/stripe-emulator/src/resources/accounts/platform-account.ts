import type Stripe from 'stripe';
import type { Operation } from '../../operation.js';

const SETTING_ID = 'run';

/**
 * The account of the platform itself: what it takes stays in its balance. Its metadata name the run, which begins with an
 * empty store, so that nobody takes what one run made for what another did.
 */
export function platformAccount(operation: Operation): Stripe.Account {
  const { account, run, createdSeconds } = runOf(operation);
  const [currency] = operation.services.options.settlementCurrencies;
  return {
    id: account,
    object: 'account',
    business_type: 'company',
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    controller: { type: 'account' },
    country: 'US',
    created: createdSeconds,
    default_currency: currency!,
    details_submitted: true,
    email: null,
    metadata: { sim_run: run },
    payouts_enabled: true,
    type: 'standard',
  };
}

function runOf(operation: Operation) {
  const known = operation.tx.get('setting', SETTING_ID);
  if (known?.kind === 'run') return known;
  const begun = {
    kind: 'run',
    account: operation.newId('acct'),
    run: operation.newId('sim'),
    createdSeconds: operation.nowSeconds,
  } as const;
  operation.tx.put('setting', SETTING_ID, begun);
  return begun;
}
