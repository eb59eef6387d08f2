/** Stands in the name of every spec that must hold against Stripe as well as against the emulator. */
export const PARITY_TAG = '@parity';

/** The key of a sandbox; throws for every other, above all for a live one, which moves real money. */
export function sandboxKey(key = '') {
  if (/^[sr]k_live_/.test(key)) {
    throw new Error('This is a live key. The parity run pays, refunds and deletes: give it the key of a sandbox.');
  }
  if (!/^[sr]k_test_\w+$/.test(key)) {
    throw new Error('The parity run needs the key of a Stripe sandbox: STRIPE_SECRET_KEY=sk_test_… npm run parity');
  }
  return key;
}
