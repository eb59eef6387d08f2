import { z } from 'zod';
import { syncConfiguredEndpoints } from '../events/endpoints.js';
import { book } from '../money/balances.js';
import { operate, type Operation } from '../operation.js';
import { changeInterval } from '../resources/balance-settings.js';
import { completeOnboarding } from '../resources/account-links/onboarding-link.js';
import { createAccount } from '../resources/v2-accounts.js';
import type { Services } from '../services.js';

const accountSeed = z.strictObject({
  country: z.string().length(2).default('US'),
  display_name: z.string().optional(),
});
const seed = z.strictObject({
  accounts: z.array(accountSeed).default([]),
  balance: z.record(z.string().length(3), z.number().int().positive()).default({}),
  platform_payouts: z.enum(['daily', 'manual']).optional(),
});

/** Forgets everything but the clock, which never goes back, and the endpoints of the configuration. */
export function reset(services: Services): object {
  operate(services, ({ tx, nowSeconds }) => {
    const clock = tx.get('setting', 'clock');
    tx.clear();
    if (clock !== undefined) tx.put('setting', 'clock', clock);
    syncConfiguredEndpoints(tx, services.options, nowSeconds);
  });
  return {};
}

/** A platform to begin with: money, accounts that can be paid, and Stripe's own payout schedule if it is asked for. */
export function plant(services: Services, input: unknown): object {
  const { accounts, balance, platform_payouts: interval } = seed.parse(input);
  return operate(services, (operation) => {
    for (const [currency, amount] of Object.entries(balance)) {
      book(operation, { ...OPENING, currency, amount, availableOn: operation.nowSeconds });
    }
    if (interval !== undefined) changeInterval(operation, interval);
    return { accounts: accounts.map((account) => onboardedAccount(operation, account)) };
  });
}

const OPENING = {
  type: 'adjustment',
  reportingCategory: 'other_adjustment',
  source: null,
  description: 'Opening balance',
} as const;

function onboardedAccount(operation: Operation, account: z.output<typeof accountSeed>): string {
  const { id } = createAccount(operation, {
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    dashboard: 'express',
    defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
    display_name: account.display_name,
    identity: { country: account.country },
  });
  completeOnboarding(operation, operation.newId('link'), {
    accountId: id,
    useCase: 'account_onboarding',
    version: 'v2',
    refreshUrl: operation.services.origin,
    returnUrl: null,
    expiresAtMs: operation.instant.getTime(),
    isUsed: false,
  });
  return id;
}
