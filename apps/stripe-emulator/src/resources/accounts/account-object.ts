import type Stripe from 'stripe';
import type { Operation } from '../../operation.js';
import { listPage } from '../../http/pagination.js';
import { canPayOut, canReceiveTransfers } from '../v2-account-object.js';
import { payoutCurrency } from '../external-accounts/payout-currency.js';

type V2Account = Stripe.V2.Core.Account;

/** The v1 view of an account that was made through v2: both show the same account. */
export function v1Account(operation: Operation, account: V2Account): Stripe.Account {
  const country = account.identity?.country?.toUpperCase() ?? 'US';
  return {
    id: account.id,
    object: 'account',
    business_type: account.identity?.entity_type ?? null,
    capabilities: { transfers: capabilityStatus(account) },
    charges_enabled: false,
    controller: controller(account),
    country,
    created: Math.floor(Date.parse(account.created) / 1000),
    default_currency: account.defaults?.currency ?? payoutCurrency(country),
    details_submitted: isOnboarded(account),
    email: account.contact_email ?? null,
    external_accounts: listPage(
      {},
      {
        kind: 'external account',
        url: `/v1/accounts/${account.id}/external_accounts`,
        rows: operation.tx.rows('external_account', account.id),
      },
    ),
    future_requirements: { ...missing([]), disabled_reason: null },
    metadata: account.metadata ?? {},
    payouts_enabled: canPayOut(account),
    requirements: requirementsOf(operation, account),
    tos_acceptance: {},
    type: ACCOUNT_TYPES[account.dashboard ?? 'none'] ?? 'none',
  };
}

/** The one capability of a recipient, in the words of v1. */
export function transfersCapability(operation: Operation, account: V2Account): Stripe.Capability {
  const isRequested = account.configuration?.recipient?.capabilities !== undefined;
  const { currently_due } = requirementsOf(operation, account);
  return {
    id: 'transfers',
    object: 'capability',
    account: account.id,
    future_requirements: { ...missing([]), disabled_reason: null },
    requested: isRequested,
    requested_at: isRequested ? Math.floor(Date.parse(account.created) / 1000) : null,
    requirements: {
      ...missing(currently_due ?? []),
      disabled_reason: whyNot(operation, account),
    },
    status: capabilityStatus(account),
  };
}

function whyNot(operation: Operation, account: V2Account): Stripe.Capability.Requirements.DisabledReason | null {
  if (operation.tx.get('rejection', account.id) !== undefined) return 'rejected.other';
  return isOnboarded(account) ? null : 'requirements.fields_needed';
}

const ACCOUNT_TYPES: Readonly<Record<string, Stripe.Account.Type>> = { express: 'express', full: 'standard' };

/** Whether nothing is missing any more. */
export function isOnboarded(account: V2Account): boolean {
  return (account.requirements?.entries ?? []).length === 0;
}

function capabilityStatus(account: V2Account): 'active' | 'inactive' {
  return canReceiveTransfers(account) ? 'active' : 'inactive';
}

function controller({ dashboard, defaults }: V2Account): Stripe.Account.Controller {
  const { fees_collector: fees, losses_collector: losses } = defaults?.responsibilities ?? {};
  return {
    fees: { payer: fees === 'stripe' || fees === undefined ? 'account' : fees },
    is_controller: true,
    losses: { payments: losses ?? 'stripe' },
    requirement_collection: 'stripe',
    stripe_dashboard: { type: dashboard ?? 'none' },
    type: 'application',
  };
}

function requirementsOf(operation: Operation, account: V2Account): Stripe.Account.Requirements {
  const due = (account.requirements?.entries ?? []).map(({ description }) => description);
  const rejection = operation.tx.get('rejection', account.id);
  const disabledReason = rejection?.disabledReason ?? (due.length > 0 ? 'requirements.past_due' : null);
  return { ...missing(due), disabled_reason: disabledReason };
}

/** The lists of what is missing, which accounts and capabilities share. */
function missing(due: readonly string[]) {
  return {
    alternatives: [],
    current_deadline: null,
    currently_due: [...due],
    errors: [],
    eventually_due: [...due],
    past_due: [...due],
    pending_verification: [],
  };
}
