import { z } from 'zod';
import { ApiError } from '../errors.js';

const turn = {
  nth: z.number().int().positive().default(1),
  times: z.number().int().positive().default(1),
};
const delay = { action: z.literal('delay'), ms: z.number().int().min(0).max(120_000) };

/**
 * What happens to the nth request (from now on, counted per rule) of a method and path, `times` times in a row.
 * `*` in a path stands for one segment. `drop_before` cuts the connection before anything happened, `drop_after` once
 * the effect is stored, `delay` waits inside the execution, `status` answers an error without any effect, and `lock_timeout`
 * the one of an object that another request holds.
 */
const requestBase = { ...turn, method: z.enum(['GET', 'POST', 'DELETE']).default('POST'), path: z.string() };
const requestRule = z.discriminatedUnion('action', [
  z.strictObject({ ...requestBase, ...delay }),
  z.strictObject({ ...requestBase, action: z.literal('drop_before') }),
  z.strictObject({ ...requestBase, action: z.literal('lock_timeout') }),
  z.strictObject({ ...requestBase, action: z.literal('drop_after') }),
  z.strictObject({
    ...requestBase,
    action: z.literal('status'),
    status: z.union([z.literal(409), z.literal(429), z.literal(500)]),
  }),
]);
export type Fault = z.output<typeof requestRule>;

/**
 * What happens to the nth delivery of an event of a type, at its first attempt only. `delay` lets the others pass, after
 * `drop_before` and `drop_after` (where the answer of the receiver is lost) it is sent again as after any failure, `lose`
 * is never sent, and `duplicate` is sent twice at once. The rest is what the signature has wrong.
 */
const deliveryBase = { ...turn, event: z.string() };
const deliveryRule = z.discriminatedUnion('action', [
  z.strictObject({ ...deliveryBase, ...delay }),
  z.strictObject({
    ...deliveryBase,
    action: z.enum([
      'corrupt_signature',
      'drop_after',
      'drop_before',
      'duplicate',
      'lose',
      'old_timestamp',
      'wrong_secret',
    ]),
  }),
]);
export type DeliveryFault = z.output<typeof deliveryRule>;

export const faultRule = z.union([requestRule, deliveryRule]);

/** The fault rules in force. They live in memory: a restarted server is a healthy one. */
export class Faults {
  private rules: { readonly rule: Fault | DeliveryFault; seen: number }[] = [];
  /** Deliveries that were counted: the attempts after the first are left alone. */
  private readonly known = new Set<string>();

  replace(rules: readonly (Fault | DeliveryFault)[]): void {
    this.rules = rules.map((rule) => ({ rule, seen: 0 }));
  }

  list(): object[] {
    return this.rules.map(({ rule, seen }) => ({ ...rule, seen }));
  }

  /** Counts the request in every rule it matches and gives the first rule whose turn it is. */
  take(method: string, path: string): Fault | null {
    return this.due((rule): rule is Fault => 'path' in rule && rule.method === method && matches(rule.path, path));
  }

  /** The same for a delivery, once: null for one that was asked about before. */
  takeDelivery(id: string, eventType: string): DeliveryFault | null {
    if (this.known.has(id)) return null;
    this.known.add(id);
    return this.due((rule): rule is DeliveryFault => 'event' in rule && rule.event === eventType);
  }

  private due<R extends Fault | DeliveryFault>(isFor: (rule: Fault | DeliveryFault) => rule is R): R | null {
    let due: R | null = null;
    for (const counted of this.rules) {
      const { rule } = counted;
      if (!isFor(rule)) continue;
      counted.seen += 1;
      const inTurn = counted.seen >= rule.nth && counted.seen < rule.nth + rule.times;
      if (inTurn && due === null) due = rule;
    }
    return due;
  }

  /** The error of a `lock_timeout` rule; a retry runs. */
  lockTimeout(): ApiError {
    return new ApiError(
      429,
      'This object cannot be accessed right now because another API request or Stripe process is currently accessing it.',
      { code: 'lock_timeout' },
    );
  }

  /** The error of a `status` rule; it is never stored under an idempotency key, so a retry runs. */
  errorFor(fault: Extract<Fault, { action: 'status' }>): ApiError {
    switch (fault.status) {
      case 409:
        return new ApiError(409, 'This object cannot be accessed right now because another request holds it.', {
          code: 'lock_timeout',
        });
      case 429:
        return new ApiError(429, 'Too many requests hit the API too quickly.', {
          type: 'rate_limit_error',
          code: 'rate_limit',
        });
      case 500:
        return new ApiError(500, 'An unexpected error occurred (fault rule).', { type: 'api_error' });
    }
  }
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const actual = path.split('/');
  return wanted.length === actual.length && wanted.every((part, index) => part === '*' || part === actual[index]);
}
