/**
 * Rebuilds the OpenAPI document that the specs of the emulator check against from the type declarations of the installed
 * npm package `stripe` (MIT), and prints where it lies. It is not committed; the same package and the same scripts give
 * the same bytes, and what is there already is left alone.
 * Usage: node scripts/write-stripe-schema.mjs [folder]
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripeDocument } from './lib/stripe-schema/document.mjs';

const ROOT = join(import.meta.dirname, '..');
const PACKAGE = join(ROOT, 'node_modules', 'stripe');
const SCRIPTS = join(import.meta.dirname, 'lib', 'stripe-schema');
const FOLDER = process.argv[2] ?? join(ROOT, 'node_modules', '.cache', 'mainstay');

/** Changes with the package and with the scripts. */
function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(join(PACKAGE, 'package.json')));
  for (const name of readdirSync(SCRIPTS).sort()) hash.update(readFileSync(join(SCRIPTS, name)));
  return hash.digest('hex').slice(0, 16);
}

const file = join(FOLDER, `stripe-schema-${fingerprint()}.json`);
if (!existsSync(file)) {
  mkdirSync(FOLDER, { recursive: true });
  for (const old of readdirSync(FOLDER).filter((name) => /^stripe-schema-\w+\.json$/.test(name))) {
    rmSync(join(FOLDER, old), { force: true });
  }
  // Written beside and moved, so that two processes that need it at once both find it whole.
  const part = `${file}.${process.pid}`;
  writeFileSync(part, `${JSON.stringify(stripeDocument(PACKAGE), null, 1)}\n`);
  renameSync(part, file);
}
process.stdout.write(file);
