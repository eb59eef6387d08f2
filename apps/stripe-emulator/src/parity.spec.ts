import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { PARITY_TAG, sandboxKey } from '../../../scripts/lib/parity.mjs';
import { Harness } from '../testing/harness.js';
import { sandboxConfig, sandboxOf } from '../testing/sandbox.js';

const SPECS = import.meta.dirname;
const PAGE = readFileSync(join(process.cwd(), 'docs/stripe-parity.md'), 'utf8');
const OWN_NAME = 'parity.spec.ts';

/** The tests with the tag, as the page lists them: `- payment-intents: a payment by card: is made in one call`. */
function tagged(): string[] {
  const files = readdirSync(SPECS).filter((name) => name.endsWith('.spec.ts') && name !== OWN_NAME);
  return files.sort().flatMap((name) => taggedIn(name, readFileSync(join(SPECS, name), 'utf8')));
}

function taggedIn(file: string, text: string): string[] {
  let group = '';
  return [...text.matchAll(/^( *)(describe|it)(?:\.each\(\[[\s\S]*?^ *\]\))?\(\s*'((?:[^'\\]|\\.)*)'/gm)].flatMap(
    ([, , kind, name]) => {
      if (kind === 'describe') group = name!;
      const isTagged = kind === 'it' && name!.endsWith(` ${PARITY_TAG}`);
      return isTagged ? [`- ${file.replace('.spec.ts', '')}: ${group}: ${name!.slice(0, -PARITY_TAG.length - 1)}`] : [];
    },
  );
}

describe('the parity page', () => {
  it('lists the tests that carry the tag, and no other', () => {
    const listed = PAGE.split('\n').filter((line) => /^- [a-z-]+: .+: /.test(line));
    expect(listed).toEqual(tagged());
    // Nothing that carries the tag is written in a way that the list does not see.
    const files = readdirSync(SPECS).filter((name) => name.endsWith('.spec.ts') && name !== OWN_NAME);
    const marks = files.flatMap((name) => readFileSync(join(SPECS, name), 'utf8').match(/@parity/g) ?? []);
    expect(marks).toHaveLength(listed.length);
  });

  it('names the versions that the specs are written for', () => {
    expect(PAGE).toContain(`\`stripe\` ${Stripe.PACKAGE_VERSION}`);
    expect(PAGE).toContain(`API version ${Stripe.API_VERSION}`);
  });
});

describe('a parity run', () => {
  it.each(['sk_live_abc', 'rk_live_abc'])('refuses the live key %s', (key) => {
    expect(() => sandboxKey(key)).toThrow('This is a live key');
    expect(() => sandboxOf({ STRIPE_PARITY_KEY: key })).toThrow('This is a live key');
  });

  it.each([undefined, '', 'pk_test_abc', 'sk_test_'])('refuses %s, which is no key of a sandbox', (key) => {
    expect(() => sandboxKey(key)).toThrow('needs the key of a Stripe sandbox');
  });

  it('goes to Stripe itself, with the pinned version, unless it is a rehearsal', () => {
    const reached = (sandbox: ReturnType<typeof sandboxOf>): unknown[] => {
      const stripe = new Stripe(sandbox!.key, sandboxConfig(sandbox!));
      return ['host', 'protocol', 'version'].map((field): unknown => stripe.getApiField(field as never));
    };
    expect(reached(sandboxOf({ STRIPE_PARITY_KEY: 'sk_test_abc' }))).toEqual([
      'api.stripe.com',
      'https',
      Stripe.API_VERSION,
    ]);
    const rehearsal = { STRIPE_PARITY_KEY: 'sk_test_sim_a', STRIPE_PARITY_REHEARSAL_PORT: '4242' };
    expect(reached(sandboxOf(rehearsal))).toEqual(['127.0.0.1', 'http', Stripe.API_VERSION]);
  });

  it('takes a key of the emulator for a rehearsal, and no other key there', () => {
    expect(() => sandboxOf({ STRIPE_PARITY_KEY: 'sk_test_sim_a' })).toThrow('rehearsal');
    expect(() => sandboxOf({ STRIPE_PARITY_KEY: 'sk_test_a', STRIPE_PARITY_REHEARSAL_PORT: '1' })).toThrow('rehearsal');
    expect(sandboxOf({})).toBeNull();
  });
});

describe('a test with the tag', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await Harness.start();
  });
  afterAll(() => harness.close());

  it(`has the API and nothing else, except where it says so ${PARITY_TAG}`, async () => {
    await expect(harness.control('GET', 'journal')).rejects.toThrow('the control plane, GET journal');
    await expect(harness.post('http://127.0.0.1:1/', {})).rejects.toThrow('a hosted page');
    expect(() => harness.origin).toThrow('an address');
    await harness.onEmulator('the control plane', async () =>
      expect((await harness.control('GET', 'invariants')).ok).toBe(true),
    );
  });
});
