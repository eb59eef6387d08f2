import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './files.mjs';

const CONFIG = join(import.meta.dirname, 'jest.config.mjs');
const LIMIT_MS = 900_000;

/**
 * Runs test files with switchable guards.
 * @param plan which guard is skipped in which test; null for none
 * @param names the only tests to run; null for all
 * @returns Jest's report; null when the run did not end
 */
export async function runJest({ files, plan = null, names = null, record = null, workers = 1 }) {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-guards-'));
  const [report, planFile] = [join(folder, 'report.json'), join(folder, 'plan.json')];
  if (plan !== null) await writeFile(planFile, JSON.stringify(plan));
  const only = names === null ? [] : ['-t', `^(${names.map(escaped).join('|')})$`];
  const parallel = workers === 1 ? ['--runInBand'] : ['--maxWorkers', String(workers)];
  const command = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const child = spawn(
    process.execPath,
    [
      ...command,
      '--config',
      CONFIG, // Without a guard something may stay open for ever.
      '--forceExit',
      '--silent',
      '--json',
      '--outputFile',
      report,
      ...parallel,
      ...only,
      ...files,
    ],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        ...(plan === null ? {} : { MAINSTAY_GUARDS_PLAN: planFile }),
        ...(record === null ? {} : { MAINSTAY_GUARDS_RECORD: record }),
      },
      stdio: 'ignore',
    },
  );
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(limit);
  const text = await readFile(report, 'utf8').catch(() => null);
  await rm(folder, { recursive: true, force: true });
  return text === null ? null : JSON.parse(text);
}

/** Names of the tests that failed. */
export function failuresOf(run) {
  return run.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  );
}

function escaped(name) {
  return name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
