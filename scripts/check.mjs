// Everything that can be said about the code without running it. All checks run, so that one fault hides no other.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const bin = (name) => join(ROOT, 'node_modules', name);

const CHECKS = [
  ['format', [bin('prettier/bin/prettier.cjs'), '--check', '.']],
  // Without a cache in CI: a cached run can miss what another file's types have changed.
  ['lint', [bin('eslint/bin/eslint.js'), ...(process.env.CI ? [] : ['--cache']), '--max-warnings', '0', '.']],
  ['types', [bin('typescript/bin/tsc'), '--noEmit']],
  [
    'dependency rules',
    [
      bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      'apps',
      'libs',
      'migrations',
      'test',
      '--config',
      '.dependency-cruiser.cjs',
    ],
  ],
  ['unused code', [bin('knip/bin/knip.js'), '--no-config-hints']],
  ['lockfile', ['scripts/check-lockfile.mjs']],
  ['lockfile of the bench', ['scripts/check-lockfile.mjs', 'scripts/bench/inventory/package-lock.json']],
  ['lockfile of the ranking bench', ['scripts/check-lockfile.mjs', 'scripts/bench/ranking/package-lock.json']],
  ['words', ['scripts/check-words.mjs']],
];

function run(name, args) {
  return new Promise((resolve) => {
    const began = performance.now();
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('exit', (code) =>
      resolve({ name, ok: code === 0, output, seconds: (performance.now() - began) / 1_000 }),
    );
  });
}

// Two at a time: each uses a whole core.
const waiting = [...CHECKS];
const results = [];
async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const result = await run(...next);
    results.push(result);
    console.log(`${result.ok ? 'ok    ' : 'FAILED'}  ${result.name} (${result.seconds.toFixed(1)} s)`);
    if (!result.ok) console.log(result.output);
  }
}
await Promise.all([work(), work()]);
const failed = results.filter(({ ok }) => !ok).length;
console.log(`check: ${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
