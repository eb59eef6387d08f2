import type Stripe from 'stripe';
import { z } from 'zod';
import { emitEvent } from '../events/emitter.js';
import { previousAttributes } from '../events/previous-attributes.js';
import { expand, flag, integer, text } from '../http/parameters.js';
import { route, type Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import { payoutInterval, planAutomaticPayout } from './payouts/payout-schedule.js';

const minimum = z.union([z.literal('').transform(() => null), integer(0)]);
const updateParameters = z.strictObject({
  expand,
  payments: z
    .strictObject({
      debit_negative_balances: flag.optional(),
      payouts: z
        .strictObject({
          minimum_balance_by_currency: z
            .union([z.literal('').transform(() => null), z.record(z.string().length(3), minimum)])
            .optional(),
          schedule: z.strictObject({ interval: z.enum(['daily', 'manual']).optional() }).optional(),
          statement_descriptor: text(22).optional(),
        })
        .optional(),
    })
    .optional(),
});
type Payments = NonNullable<z.output<typeof updateParameters>['payments']>;

/** The settings of the operation's account; those it starts with are not stored. */
function settingsOf(operation: Operation): Stripe.BalanceSettings {
  return (
    operation.tx.get('balance_settings', operation.account) ?? {
      object: 'balance_settings',
      payments: {
        debit_negative_balances: true,
        payouts: {
          automatic_transfer_rules_by_currency: null,
          minimum_balance_by_currency: null,
          schedule: { interval: payoutInterval(operation) },
          statement_descriptor: null,
          status: 'enabled',
        },
        settlement_timing: { delay_days: 2, start_of_day: null },
      },
    }
  );
}

function updateSettings(operation: Operation, given: Payments): Stripe.BalanceSettings {
  const settings = settingsOf(operation);
  const { payments } = settings;
  const next: Stripe.BalanceSettings = {
    ...settings,
    payments: {
      ...payments,
      debit_negative_balances: given.debit_negative_balances ?? payments.debit_negative_balances,
      payouts: changedPayouts(payments.payouts!, given.payouts ?? {}),
    },
  };
  operation.tx.put('balance_settings', operation.account, next, operation.account);
  emitEvent(operation, 'balance_settings.updated', next, previousAttributes(settings, next));
  // What had gathered while payouts were made by hand goes out by itself from now on.
  planAutomaticPayout(operation);
  return next;
}

/** Sets how often the operation's account pays out by itself. */
export function changeInterval(operation: Operation, interval: 'daily' | 'manual'): void {
  updateSettings(operation, { payouts: { schedule: { interval } } });
}

type Payouts = Stripe.BalanceSettings.Payments.Payouts;

function changedPayouts(current: Payouts, given: NonNullable<Payments['payouts']>): Payouts {
  const { minimum_balance_by_currency: minimums, schedule, statement_descriptor: descriptor } = given;
  return {
    ...current,
    minimum_balance_by_currency: changedMinimums(current.minimum_balance_by_currency, minimums),
    schedule: schedule?.interval === undefined ? current.schedule : { interval: schedule.interval },
    statement_descriptor: descriptor === undefined ? current.statement_descriptor : descriptor || null,
  };
}

function changedMinimums(
  current: Record<string, number> | null,
  given: Record<string, number | null> | null | undefined,
): Record<string, number> | null {
  if (given === undefined) return current;
  if (given === null) return null;
  const merged = Object.entries({ ...current, ...given }).filter(
    (entry): entry is [string, number] => entry[1] !== null,
  );
  return Object.fromEntries(merged);
}

export const balanceSettingsRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/balance_settings',
    parameters: z.strictObject({ expand }),
    handle: (operation) => settingsOf(operation),
  }),
  route({
    method: 'POST',
    path: '/v1/balance_settings',
    parameters: updateParameters,
    handle: (operation, { payments }) => updateSettings(operation, payments ?? {}),
  }),
];
