import { z } from 'zod';
import { ApiError } from '../errors.js';

/**
 * What happens to the nth request (from now on, counted per rule) of a method and path, `times` times in a row.
 * `*` in a path stands for one segment. `drop_before` cuts the connection before anything happened, `drop_after` once
 * the effect is stored, `delay` waits inside the execution, `status` answers an error without any effect, and `lock_timeout`
 * the one of an object that another request holds.
 */
const ruleBase = {
  method: z.enum(['GET', 'POST', 'DELETE']).default('POST'),
  path: z.string(),
  nth: z.number().int().positive().default(1),
  times: z.number().int().positive().default(1),
};
export const faultRule = z.discriminatedUnion('action', [
  z.strictObject({ ...ruleBase, action: z.literal('delay'), ms: z.number().int().min(0).max(120_000) }),
  z.strictObject({ ...ruleBase, action: z.literal('drop_before') }),
  z.strictObject({ ...ruleBase, action: z.literal('lock_timeout') }),
  z.strictObject({ ...ruleBase, action: z.literal('drop_after') }),
  z.strictObject({
    ...ruleBase,
    action: z.literal('status'),
    status: z.union([z.literal(409), z.literal(429), z.literal(500)]),
  }),
]);
export type Fault = z.output<typeof faultRule>;

/** The fault rules in force. They live in memory: a restarted server is a healthy one. */
export class Faults {
  private rules: { fault: Fault; seen: number }[] = [];

  replace(faults: readonly Fault[]): void {
    this.rules = faults.map((fault) => ({ fault, seen: 0 }));
  }

  list(): object[] {
    return this.rules.map(({ fault, seen }) => ({ ...fault, seen }));
  }

  /** Counts the request in every rule it matches and gives the first rule whose turn it is. */
  take(method: string, path: string): Fault | null {
    let due: Fault | null = null;
    for (const rule of this.rules) {
      if (rule.fault.method !== method || !matches(rule.fault.path, path)) continue;
      rule.seen += 1;
      const inTurn = rule.seen >= rule.fault.nth && rule.seen < rule.fault.nth + rule.fault.times;
      if (inTurn && due === null) due = rule.fault;
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
