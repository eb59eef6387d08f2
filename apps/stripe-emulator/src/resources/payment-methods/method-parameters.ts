import { z } from 'zod';
import { address, filled, integer, metadata, text, unsettable } from '../../http/parameters.js';

/** The kinds of payment methods this server can simulate. */
const METHOD_TYPES = ['card', 'customer_balance', 'sepa_debit', 'us_bank_account'] as const;
export const methodType = z.enum(METHOD_TYPES);
export type MethodType = z.output<typeof methodType>;

export const billingDetails = z.strictObject({
  address: unsettable(address).optional(),
  email: unsettable(text(800)).optional(),
  name: unsettable(text()).optional(),
  phone: unsettable(text()).optional(),
});

export const allowRedisplay = z.enum(['always', 'limited', 'unspecified']);

/** Everything but the number of a card, which only `POST /v1/payment_methods` takes. */
export const methodData = z.strictObject({
  allow_redisplay: allowRedisplay.optional(),
  billing_details: billingDetails.optional(),
  customer_balance: z.strictObject({}).optional(),
  metadata: metadata.optional(),
  sepa_debit: z.strictObject({ iban: filled() }).optional(),
  type: methodType,
  us_bank_account: z
    .strictObject({
      account_holder_type: z.enum(['company', 'individual']).optional(),
      account_number: filled().optional(),
      account_type: z.enum(['checking', 'savings']).optional(),
      routing_number: filled().optional(),
    })
    .optional(),
});
export type MethodData = z.output<typeof methodData>;

export const cardData = z.strictObject({
  cvc: filled(4).optional(),
  exp_month: integer(1),
  exp_year: integer(1),
  number: filled(30),
});
