import type Stripe from 'stripe';
import { emitEvent } from '../../events/emitter.js';
import { previousAttributes } from '../../events/previous-attributes.js';
import { emitV2Event } from '../../events/v2-events.js';
import type { Operation } from '../../operation.js';
import { planAutomaticPayout } from '../payouts/payout-schedule.js';
import { transfersCapability, v1Account } from './account-object.js';

type V2Account = Stripe.V2.Core.Account;
type StripeTransfers = NonNullable<
  Stripe.V2.Core.Account.Configuration.Recipient.Capabilities.StripeBalance['stripe_transfers']
>;
export type CapabilityName = 'payouts' | 'stripe_transfers';
export type CapabilityStatus = StripeTransfers['status'];
export type CapabilityReason = StripeTransfers['status_details'][number]['code'];

/** What an account is after a capability has got another status. */
export function withCapability(
  account: V2Account,
  name: CapabilityName,
  status: CapabilityStatus,
  code: CapabilityReason,
): V2Account {
  const recipient = account.configuration?.recipient;
  const status_details =
    status === 'active'
      ? []
      : [{ code, resolution: status === 'rejected' ? 'contact_stripe' : 'provide_info' } as const];
  return {
    ...account,
    configuration: {
      ...account.configuration,
      recipient: {
        ...recipient,
        applied: recipient?.applied ?? true,
        capabilities: {
          ...recipient?.capabilities,
          stripe_balance: { ...recipient?.capabilities?.stripe_balance, [name]: { status, status_details } },
        },
      },
    },
  };
}

/** Stores a changed account and tells of it in both versions: thin to v2, whole to the Connect endpoint. */
export function changeAccount(operation: Operation, before: V2Account, after: V2Account): void {
  const [old, current] = [v1Account(operation, before), v1Account(operation, after)];
  const [oldCapability, capability] = [transfersCapability(operation, before), transfersCapability(operation, after)];
  operation.tx.put('account', after.id, after);
  tellV2(operation, before, after);
  const owner = operation.as(after.id);
  emitEvent(owner, 'account.updated', current, previousAttributes(old, current));
  if (oldCapability.status !== capability.status) {
    emitEvent(owner, 'capability.updated', capability, previousAttributes(oldCapability, capability));
  }
  planAutomaticPayout(owner);
}

/** Stores what an account now says of itself, and tells of it in both versions. */
export function describeAccount(operation: Operation, account: V2Account, fields: Partial<V2Account>): V2Account {
  const described = { ...account, ...fields };
  changeAccount(operation, account, described);
  emitV2Event(operation, 'v2.core.account.updated', { relatedAccount: account.id });
  return described;
}

function tellV2(operation: Operation, before: V2Account, after: V2Account): void {
  const relatedAccount = after.id;
  if (JSON.stringify(before.requirements) !== JSON.stringify(after.requirements)) {
    emitV2Event(operation, 'v2.core.account[requirements].updated', { relatedAccount });
  }
  for (const name of ['stripe_transfers', 'payouts'] as const) {
    if (statusOf(before, name) === statusOf(after, name)) continue;
    emitV2Event(operation, 'v2.core.account[configuration.recipient].capability_status_updated', {
      data: { updated_capability: `stripe_balance.${name}` },
      relatedAccount,
    });
  }
}

function statusOf(account: V2Account, name: CapabilityName): string | undefined {
  return account.configuration?.recipient?.capabilities?.stripe_balance?.[name]?.status;
}
