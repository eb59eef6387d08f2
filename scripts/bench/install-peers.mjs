import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const INSTALL = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Installs what a bench compares with into the folder of its package.json, once for each version of its lockfile. Peers are no part of the
 * product, so neither its package.json nor its lockfile knows them.
 * @param without what can be measured when nothing can be installed
 */
export function installPeersOf(folder, without) {
  const lockfile = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const stamp = join(folder, 'node_modules', '.installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfile) return;
  console.error('Installing what the bench compares with (once) …');
  const isWindows = process.platform === 'win32';
  const { status } = spawnSync(isWindows ? 'npm.cmd' : 'npm', INSTALL, {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: isWindows,
  });
  if (status === 0) return writeFileSync(stamp, lockfile);
  console.error(
    `What the bench compares with could not be installed. It comes from the npm registry that is configured here: see that
"npm ping" answers, and start the bench again. Or run "npm ci --ignore-scripts" in scripts/bench/${basename(folder)} where a registry
is in reach, and copy the node_modules from there. Figures that need none of it run with ${without}.`,
  );
  process.exit(1);
}
