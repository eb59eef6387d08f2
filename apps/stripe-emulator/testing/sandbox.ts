import type Stripe from 'stripe';
import { sandboxKey } from '../../../scripts/lib/parity.mjs';

/** What the specs speak to instead of an emulator of their own. */
export interface Sandbox {
  readonly key: string;
  /** Null for Stripe itself; else the port of an emulator that plays its part. */
  readonly rehearsalPort: number | null;
}

/** The sandbox that a parity run was started for; null in every other run. */
export function sandboxOf(environment: NodeJS.ProcessEnv): Sandbox | null {
  const { STRIPE_PARITY_KEY: given, STRIPE_PARITY_REHEARSAL_PORT: port } = environment;
  if (given === undefined) return null;
  const key = sandboxKey(given);
  const isSimulated = key.startsWith('sk_test_sim_');
  if (isSimulated !== (port !== undefined))
    throw new Error('A key of the emulator goes with a rehearsal, and only there.');
  return { key, rehearsalPort: port === undefined ? null : Number(port) };
}

/** How the SDK reaches it. Towards Stripe nothing is overridden; what was asked too fast is asked again. */
export function sandboxConfig({ rehearsalPort }: Sandbox): Partial<Stripe.StripeConfig> {
  const patient = { maxNetworkRetries: 3, telemetry: false };
  return rehearsalPort === null ? patient : { ...patient, host: '127.0.0.1', port: rehearsalPort, protocol: 'http' };
}

/** The sandbox of this run. */
export const SANDBOX = sandboxOf(process.env);
