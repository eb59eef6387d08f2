import { z } from 'zod';
import { noSuchObject } from '../errors.js';
import { operate, type Operation } from '../operation.js';
import { createRefund } from '../resources/refunds/refund-creation.js';
import { answerRefund, failRefund } from '../resources/refunds/refund-progress.js';
import type { Services } from '../services.js';
import type { TableName, Tables } from '../store/tables.js';

type Handler = (input: unknown) => object;

/** What happens to money on its way out without anybody asking the API for it. */
export function moneyOutHandlers(services: Services): Readonly<Record<string, Handler>> {
  return { ...refundHandlers(services) };
}

const outsideRefund = z.strictObject({
  amount: z.number().int().positive().optional(),
  charge: z.string().optional(),
  payment_intent: z.string().optional(),
});
const failure = z.strictObject({ refund: z.string(), reason: z.string().default('unknown') });

function refundHandlers(services: Services): Readonly<Record<string, Handler>> {
  return {
    'POST /_sim/refunds/create': (input) =>
      operate(services, (operation) => createRefund(operation, outsideRefund.parse(input))),
    'POST /_sim/refunds/fail': (input) => {
      const { refund: id, reason } = failure.parse(input);
      return actOn(services, 'refund', id, (operation, refund) => failRefund(operation, refund, reason));
    },
    'POST /_sim/refunds/answer': (input) =>
      actOn(services, 'refund', z.strictObject({ refund: z.string() }).parse(input).refund, answerRefund),
  };
}

/** Does something to an object, in the account that it belongs to. */
function actOn<T extends TableName, R>(
  services: Services,
  table: T,
  id: string,
  work: (operation: Operation, value: Tables[T]) => R,
): R {
  const row = services.store.row(table, id);
  if (row === undefined) throw noSuchObject(table, id);
  return operate(services, (operation) => work(operation, row.value), { account: row.account });
}
