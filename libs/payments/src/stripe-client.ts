import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { Config } from '#platform/config';

const TIMEOUT_MS = 20_000;

/**
 * Stripe through its own SDK. Without a key the same code speaks to the emulator on this machine; that is the only
 * difference between real and simulated money.
 */
@Injectable()
export class StripeClient {
  readonly api: Stripe;

  constructor(config: Config) {
    const key = config.get('STRIPE_SECRET_KEY');
    const shared = { telemetry: false, timeout: TIMEOUT_MS, maxNetworkRetries: 1 };
    this.api =
      key === undefined
        ? new Stripe(config.get('STRIPE_EMULATOR_KEY'), {
            ...shared,
            host: '127.0.0.1',
            port: config.get('STRIPE_EMULATOR_PORT'),
            protocol: 'http',
          })
        : new Stripe(key, shared);
  }
}

/** What Stripe says while another request holds the object, or has the same key: nothing was decided. */
const BUSY: readonly (string | undefined)[] = ['lock_timeout', 'idempotency_key_in_use'];

/** True when Stripe has looked at the request and said no; asking again with the same key would change nothing. */
export function isFinalRefusal(error: unknown): error is Stripe.errors.StripeError {
  if (!(error instanceof Stripe.errors.StripeError) || BUSY.includes(error.code)) return false;
  if (error instanceof Stripe.errors.StripeInvalidRequestError) return true;
  return error instanceof Stripe.errors.StripeCardError || error instanceof Stripe.errors.StripeIdempotencyError;
}
