import { z } from 'zod';
import {
  currencyCode,
  expand,
  filled,
  flag,
  integer,
  metadata,
  metadataChange,
  text,
  unsettable,
  webUrl,
} from '../../http/parameters.js';
import { methodData } from '../payment-methods/method-parameters.js';
import { mandateData } from '../payment-methods/mandate-parameters.js';

const futureUsage = z.enum(['off_session', 'on_session']);
const methodTypeList = z.array(filled());
/** `one_off` and `recurring` say what kind of absence it is; the payer is away all the same. */
const offSession = z.union([flag, z.enum(['one_off', 'recurring']).transform(() => true)]);

/** Only a bank transfer has something to choose. */
const methodOptions = z.strictObject({
  customer_balance: z
    .strictObject({
      bank_transfer: z
        .strictObject({ eu_bank_transfer: z.strictObject({ country: filled(2) }).optional(), type: filled() })
        .optional(),
      funding_type: z.enum(['bank_transfer']).optional(),
    })
    .optional(),
});
export type MethodOptions = z.output<typeof methodOptions>;

const shared = {
  description: text(1_000).optional(),
  expand,
  payment_method: filled().optional(),
  payment_method_data: methodData.optional(),
  payment_method_options: methodOptions.optional(),
  statement_descriptor: text(22).optional(),
  statement_descriptor_suffix: text(22).optional(),
  transfer_group: filled().optional(),
};
const confirming = {
  error_on_requires_action: flag.optional(),
  mandate_data: mandateData.optional(),
  off_session: offSession.optional(),
  return_url: webUrl.optional(),
};

export const createIntentParameters = z.strictObject({
  ...shared,
  ...confirming,
  allowed_payment_method_types: methodTypeList.optional(),
  amount: integer(),
  automatic_payment_methods: z
    .strictObject({ allow_redirects: z.enum(['always', 'never']).optional(), enabled: flag })
    .optional(),
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).optional(),
  confirm: flag.optional(),
  currency: currencyCode,
  customer: filled().optional(),
  excluded_payment_method_types: methodTypeList.optional(),
  metadata: metadata.optional(),
  receipt_email: filled(800).optional(),
  setup_future_usage: futureUsage.optional(),
});
export type CreateIntentParameters = z.output<typeof createIntentParameters>;

export const confirmIntentParameters = z.strictObject({
  ...confirming,
  expand,
  payment_method: filled().optional(),
  payment_method_data: methodData.optional(),
  payment_method_options: methodOptions.optional(),
  receipt_email: unsettable(filled(800)).optional(),
  setup_future_usage: unsettable(futureUsage).optional(),
});
export type ConfirmIntentParameters = z.output<typeof confirmIntentParameters>;

export const updateIntentParameters = z.strictObject({
  ...shared,
  amount: integer().optional(),
  currency: currencyCode.optional(),
  customer: filled().optional(),
  metadata: metadataChange.optional(),
  receipt_email: unsettable(filled(800)).optional(),
  setup_future_usage: unsettable(futureUsage).optional(),
});
export type UpdateIntentParameters = z.output<typeof updateIntentParameters>;
