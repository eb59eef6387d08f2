import type Stripe from 'stripe';

type Account = Stripe.V2.Core.Account;
type CapabilityStatus = 'active' | 'restricted';

export const ACCOUNT_INCLUDES = [
  'configuration.customer',
  'configuration.merchant',
  'configuration.recipient',
  'defaults',
  'future_requirements',
  'identity',
  'requirements',
] as const;
export type AccountInclude = (typeof ACCOUNT_INCLUDES)[number];

/** The gate of every transfer, and stricter than Stripe's sandbox, which does not enforce capabilities. */
export function canReceiveTransfers(account: Account): boolean {
  return account.closed !== true && transferStatus(account) === 'active';
}

/** Whether the account can pay its balance out. */
export function canPayOut(account: Account): boolean {
  const { stripe_balance: balance } = account.configuration?.recipient?.capabilities ?? {};
  return account.closed !== true && balance?.payouts?.status === 'active';
}

export function transferStatus(account: Account): string | null {
  return account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status ?? null;
}

/** The recipient configuration in one of the two states the simulated onboarding knows. */
export function recipientConfiguration(status: CapabilityStatus): Stripe.V2.Core.Account.Configuration.Recipient {
  const status_details =
    status === 'active' ? [] : [{ code: 'requirements_past_due' as const, resolution: 'provide_info' as const }];
  return {
    applied: true,
    capabilities: {
      stripe_balance: {
        payouts: { status, status_details },
        stripe_transfers: { status, status_details },
      },
    },
  };
}

/** What the account still has to give: everything before the onboarding, nothing after it. */
export function requirements(isOnboarded: boolean): Stripe.V2.Core.Account.Requirements {
  if (isOnboarded) return { entries: [] };
  const entry = (description: string): Stripe.V2.Core.Account.Requirements.Entry => ({
    awaiting_action_from: 'user',
    description,
    errors: [],
    impact: {
      restricts_capabilities: [
        {
          capability: 'stripe_balance.stripe_transfers',
          configuration: 'recipient',
          deadline: { status: 'past_due' },
        },
      ],
    },
    minimum_deadline: { status: 'past_due' },
    requested_reasons: [{ code: 'routine_onboarding' }],
  });
  return {
    entries: [entry('identity.individual.given_name'), entry('defaults.payout_methods')],
    summary: { minimum_deadline: { status: 'past_due' } },
  };
}

/** The account as a request sees it: parts that were not asked for by `include` are left out. */
export function withIncludes(account: Account, includes: readonly AccountInclude[]): Account {
  const { configuration, defaults, identity, requirements: open, ...rest } = account;
  const recipient = includes.includes('configuration.recipient') ? configuration?.recipient : undefined;
  const wantsConfiguration = includes.some((include) => include.startsWith('configuration.'));
  return {
    ...rest,
    ...(wantsConfiguration ? { configuration: recipient === undefined ? {} : { recipient } } : {}),
    ...(includes.includes('defaults') && defaults !== undefined ? { defaults } : {}),
    ...(includes.includes('identity') && identity !== undefined ? { identity } : {}),
    ...(includes.includes('requirements') && open !== undefined ? { requirements: open } : {}),
  };
}
