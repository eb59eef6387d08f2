// Runs before anything is installed, so it uses Node alone: checks Node, installs what is missing, builds what is
// stale, and then runs the command. Works in any folder, also in one with spaces in its name.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const STAMPS = join(ROOT, 'node_modules', '.mainstay');
const MINIMUM = [20, 19];

const COMMANDS = {
  cli: (args) => ['dist/apps/cli/src/main.js', ...args],
  jest: (args) => [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...args,
  ],
  node: (args) => args,
};

async function main() {
  const [command, ...args] = process.argv.slice(2);
  const toArguments = COMMANDS[command];
  if (!toArguments) fail(`usage: node scripts/bootstrap.mjs ${Object.keys(COMMANDS).join('|')} [arguments]`);
  checkNode();
  await install();
  await build();
  process.exitCode = await run(process.execPath, toArguments(args));
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  fail(
    `Mainstay needs Node ${MINIMUM.join('.')} or newer; this is ${process.versions.node}. Install a newer one and start again.`,
  );
}

/** Installs when the lockfile is another one than the one that was installed last. */
async function install() {
  const wanted = digest([join(ROOT, 'package-lock.json')]);
  if (stamp('installed') === wanted) return;
  note('Installing packages (once) …');
  // No package of the tree needs its install script, so none is run.
  const code = await run(npmCommand(), ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    shell: process.platform === 'win32',
  });
  if (code !== 0)
    fail('The packages could not be installed. Read the lines above: the network, the registry or the disk.');
  setStamp('installed', wanted);
}

/** Builds when a source, or what it is compiled with, has changed. */
async function build() {
  const wanted = digest(
    ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(ROOT, name)).concat(sources()),
  );
  if (stamp('built') === wanted && existsSync(join(ROOT, 'dist/apps/cli/src/main.js'))) return;
  note('Building …');
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  const code = await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
  if (code !== 0) fail('The build failed. Read the lines above.');
  setStamp('built', wanted);
}

function sources() {
  const files = [];
  const visit = (directory) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.name.endsWith('.ts') && !entry.name.endsWith('spec.ts')) files.push(path);
    }
  };
  for (const name of ['apps', 'libs', 'migrations']) visit(join(ROOT, name));
  return files.sort();
}

function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path.slice(ROOT.length)).update(readFileSync(path));
  return hash.digest('hex');
}

function stamp(name) {
  const path = join(STAMPS, name);
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : null;
}

function setStamp(name, value) {
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(join(STAMPS, name), value);
}

/** The npm that started us, so that nothing else has to be on PATH. */
function npmCommand() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

/** Signals reach the child from the terminal; from elsewhere they are passed on. */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, forward);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const known of ['SIGINT', 'SIGTERM']) process.off(known, forward);
      resolve(signal ? 1 : (code ?? 1));
    });
  });
}

function note(text) {
  console.error(text);
}

function fail(text) {
  console.error(text);
  process.exit(1);
}

await main();
