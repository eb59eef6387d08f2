import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const FOLDER = import.meta.dirname;
const INSTALL = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/** Requires what the product is compared with; see `installPeers`. */
export const peer = createRequire(join(FOLDER, 'package.json'));

/**
 * Installs the peers into a folder of their own, once for each version of their lockfile. They are no part of the product, so
 * neither its package.json nor its lockfile knows them.
 */
export function installPeers() {
  const lockfile = readFileSync(join(FOLDER, 'package-lock.json'), 'utf8');
  const stamp = join(FOLDER, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfile) return;
  console.error('Installing what the bench compares with (once) …');
  const isWindows = process.platform === 'win32';
  const { status } = spawnSync(isWindows ? 'npm.cmd' : 'npm', INSTALL, {
    cwd: FOLDER,
    stdio: ['ignore', 2, 2],
    shell: isWindows,
  });
  if (status === 0) return writeFileSync(stamp, lockfile);
  console.error(
    `What the bench compares with could not be installed. It comes from the npm registry that is configured here: see that
"npm ping" answers, and start the bench again. Or run "npm ci --ignore-scripts" in scripts/bench/inventory where a registry
is in reach, and copy the node_modules from there. Figures that need none of it run with --only xml, xml-large or pnpm.`,
  );
  process.exit(1);
}
