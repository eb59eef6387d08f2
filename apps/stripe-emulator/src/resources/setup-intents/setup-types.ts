import { methodTypes, type MethodWishes } from '../payment-intents/method-types.js';

/** The kinds of payment methods that can be saved; a bank transfer cannot. */
export function setupTypes({ allowed, excluded }: MethodWishes): string[] {
  return methodTypes(null, { allowed, excluded: [...(excluded ?? []), 'customer_balance'] });
}
