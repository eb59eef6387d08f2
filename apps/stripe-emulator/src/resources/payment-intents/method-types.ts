import { invalidParameter, notSimulated } from '../../errors.js';
import type { MethodType } from '../payment-methods/method-parameters.js';

/** Currencies in which each kind of payment method can pay; null is every one. */
const CURRENCIES: Readonly<Record<MethodType, readonly string[] | null>> = {
  card: null,
  customer_balance: ['eur', 'gbp', 'jpy', 'usd'],
  sepa_debit: ['eur'],
  us_bank_account: ['usd'],
};
/** What is offered when a request does not say; a bank transfer has to be asked for. */
const AUTOMATIC: readonly MethodType[] = ['card', 'sepa_debit', 'us_bank_account'];

export interface MethodWishes {
  readonly allowed?: readonly string[] | null | undefined;
  readonly excluded?: readonly string[] | null | undefined;
}

/** The kinds of payment methods that can be used, as `payment_method_types` shows them. A null currency is no limit. */
export function methodTypes(currency: string | null, { allowed, excluded }: MethodWishes): MethodType[] {
  const wanted = allowed == null ? AUTOMATIC : (Object.keys(CURRENCIES) as MethodType[]);
  const types = wanted.filter(
    (type) =>
      (allowed?.includes(type) ?? true) &&
      excluded?.includes(type) !== true &&
      (currency === null || (CURRENCIES[type]?.includes(currency) ?? true)),
  );
  if (types.length > 0) return types;
  if (allowed?.some((type) => type in CURRENCIES) === false) throw notSimulated(`payments by ${allowed.join(', ')}`);
  throw invalidParameter(
    allowed == null ? 'excluded_payment_method_types' : 'allowed_payment_method_types',
    `None of the payment methods can pay in ${currency ?? 'any currency'}.`,
    'payment_method_not_available',
  );
}
