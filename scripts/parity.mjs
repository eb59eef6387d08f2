// npm run parity: the specs of the emulator that carry @parity, run against the Stripe sandbox of STRIPE_SECRET_KEY.
// npm run parity -- --rehearsal: the same run against an emulator without a control plane, to see that those specs need
// nothing but the API.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PARITY_TAG, sandboxKey } from './lib/parity.mjs';

const ROOT = join(import.meta.dirname, '..');
const REHEARSAL_KEY = 'sk_test_sim_rehearsal';

/** One spec after the other: a sandbox takes 25 requests a second. */
async function runSpecs(settings) {
  const specs = ['apps/stripe-emulator', '--testNamePattern', PARITY_TAG, '--runInBand'];
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs', 'jest', ...specs], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...settings },
  });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

async function rehearse() {
  const emulator = fork(join(ROOT, 'dist/apps/stripe-emulator/src/main.js'), {
    env: { ...process.env, EMULATOR_SECRET_KEY: REHEARSAL_KEY },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ port }] = await once(emulator, 'message');
  try {
    return await runSpecs({ STRIPE_PARITY_KEY: REHEARSAL_KEY, STRIPE_PARITY_REHEARSAL_PORT: String(port) });
  } finally {
    emulator.kill();
  }
}

try {
  process.exitCode = process.argv.includes('--rehearsal')
    ? await rehearse()
    : await runSpecs({ STRIPE_PARITY_KEY: sandboxKey(process.env.STRIPE_SECRET_KEY) });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
