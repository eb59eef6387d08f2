import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { processEnvironment } from '#platform/config';
import { inventoryMessages } from '#libs/inventory';
import { createDatabase, dropDatabase, removeEmbeddedPostgres } from '#platform/database';
import { DAY_MS, formatMoney, money } from '#platform/kernel';
import { CliError } from '../cli-error.js';
import { bytesOf } from '../files.js';
import { MemorySampler } from '../memory.js';
import { ROOT } from '../root.js';
import { runningInstance, unusable } from '../stack/instance-lock.js';
import { portBlock } from '../stack/ports.js';
import { Stack } from '../stack/stack.js';
import { ClaimOrigin } from '../story/claim-origin.js';
import { importCatalogue } from '../story/import-catalogue.js';
import { demoCatalogue, type DemoCatalogue } from '../story/demo-catalogue.js';
import { firstStory } from '../story/first-story.js';
import { journalTable, readReport, type StoryReport } from '../story/report.js';
import { StripeConsole } from '../story/stripe-console.js';
import { told } from '../told.js';
import { messages, print, say } from '../terminal.js';
import { tellComparison } from './books.js';
import { dataDirectory, portOf, type ServeFlags } from './serve-options.js';
import { tellEvent, tellWhereToGo } from './start.js';
import { untilSignal } from './until-signal.js';

messages.add(inventoryMessages);

/** Says that a demo made the folder, so that the next one may empty it. */
const DEMO_MARK = '.made-by-demo';
const NPM_LIMIT_MS = 60_000;
const MAX_SBOM_BYTES = 64 * 1024 * 1024;

export interface DemoFlags extends ServeFlags {
  readonly exit?: boolean;
  readonly sbom?: string;
}

/** Starts everything afresh, plays the story with progress on the terminal, and keeps serving, or ends with --exit. */
export async function demo(flags: DemoFlags): Promise<void> {
  const began = performance.now();
  const environment = processEnvironment();
  if (environment.STRIPE_SECRET_KEY) throw new CliError('cli.demoNeedsEmulator', { name: 'STRIPE_SECRET_KEY' });
  const directory = dataDirectory(flags, 'demo');
  const ports = portBlock(portOf(flags));
  const sbom = await loadSbom(flags.sbom);
  const catalogue = await catalogueOf(sbom);
  await emptyDirectory(directory);
  const database = await ownDatabase(environment);
  const origin = new ClaimOrigin(ports.origin);
  const stack = new Stack(
    { directory, ports, virtualClock: true, claimOrigin: origin.origin, restart: true, onEvent: tellEvent },
    { ...environment, ...database.environment },
  );
  const memory = new MemorySampler(() => [...launchers(environment), process.pid, ...stack.pids]);
  memory.start();
  const { ended, end, isAskedTo } = untilSignal(async () => {
    await stack.stop();
    await origin.stop();
    await database.drop();
  });
  try {
    await stack.start();
    await origin.start();
    await play(stack, origin, { catalogue, sbom, port: ports.stripe });
    const peak = await memory.stop();
    say('cli.figures', {
      seconds: ((performance.now() - began) / 1_000).toFixed(1),
      memory: peak === null ? messages.text('cli.memoryUnknown') : `${peak.toFixed(0)} MiB`,
    });
    if (flags.exit) await end();
    else tellWhereToGo(stack, directory);
    await ended;
  } catch (error) {
    await end();
    if (!isAskedTo()) throw error;
    // The story was not played to its end, so that nobody takes it for played.
    process.exitCode = 1;
  }
}

interface Script {
  readonly catalogue: DemoCatalogue;
  readonly sbom: { readonly fileName: string; readonly bytes: Buffer };
  readonly port: number;
}

async function play(stack: Stack, origin: ClaimOrigin, { catalogue, sbom, port }: Script): Promise<void> {
  await importCatalogue(stack.databaseUrl, catalogue.projects, sbom.fileName);
  say('story.using', {
    file: sbom.fileName,
    components: catalogue.componentCount,
    projects: catalogue.projects.length,
  });
  const stripe = new StripeConsole(port, stack.secrets.stripeKey);
  await firstStory({
    apiUrl: stack.url,
    origin,
    stripe,
    catalogue,
    sbom,
    tell: (key, parameters) => {
      print(`   ${messages.text(key, parameters)}`);
    },
    chapter: (key) => {
      print(`\n${messages.text(key)}`);
    },
    passTime: async (durationMs, reasonKey) => {
      print(`   ${messages.text('story.clock', { days: durationMs / DAY_MS, reason: messages.text(reasonKey) })}`);
      await stack.advanceClock(durationMs);
    },
  });
  print(`\n${messages.text('story.chapter.books')}`);
  tellBooks(await readReport(stack.databaseUrl, stripe, stack.now));
}

/** Shows the books and fails when they do not agree: a story that ends well with a cent missing is no story. */
function tellBooks(report: StoryReport): void {
  const { journal, trialBalance, ledgerStripeBalance, stripeBalance, comparison, audit } = report;
  const amount = (minor: bigint): string => formatMoney(money(minor, 'USD'));
  say('story.ledger');
  print(journalTable(journal));
  for (const { book, currency, difference } of trialBalance)
    say('story.trialBalance', { book, currency, difference: formatMoney(money(difference, currency)) });
  say('story.balances', { stripe: amount(stripeBalance), ledger: amount(ledgerStripeBalance) });
  tellComparison(comparison);
  say('story.auditHead', {
    size: audit.size.toString(),
    root: audit.root,
    verdict: messages.text(audit.isIntact ? 'story.auditIntact' : 'story.auditBroken'),
  });
  const faults = [
    ...trialBalance
      .filter(({ difference }) => difference !== 0n)
      .map(({ book, currency }) => `trial balance ${book} ${currency}`),
    ...(stripeBalance === ledgerStripeBalance ? [] : ['balance at Stripe']),
    ...(comparison.differences.length === 0 && comparison.underWay === 0 ? [] : ['balance transactions at Stripe']),
    ...(audit.isIntact ? [] : ['audit log']),
  ];
  if (faults.length > 0) throw new CliError('cli.story.notEqual', { what: faults.join(', ') });
}

/** The reader's own file, or the SBOM of this project, made on the spot. */
async function loadSbom(path: string | undefined): Promise<Script['sbom']> {
  if (path !== undefined) return { fileName: basename(path), bytes: await bytesOf(resolve(path)) };
  try {
    const run = promisify(execFile);
    const { stdout } = await run('npm', ['sbom', '--sbom-format=cyclonedx'], {
      cwd: ROOT,
      timeout: NPM_LIMIT_MS,
      maxBuffer: MAX_SBOM_BYTES,
      shell: process.platform === 'win32',
    });
    return { fileName: 'mainstay.cdx.json', bytes: Buffer.from(stdout) };
  } catch (error) {
    throw new CliError(
      'cli.npmSbomFailed',
      { reason: String((error as { stderr?: unknown }).stderr ?? error).slice(0, 300) },
      { cause: error },
    );
  }
}

async function catalogueOf(sbom: Script['sbom']): Promise<DemoCatalogue> {
  const catalogue = await told(() => demoCatalogue(sbom.bytes));
  if (!catalogue) throw new CliError('cli.noResolvableProject', { file: sbom.fileName });
  return catalogue;
}

/**
 * The demo begins with nothing. Only a folder that a demo made, or an empty one, is emptied: `--data-dir` may name
 * anything, and what lies there may be dear to somebody.
 */
async function emptyDirectory(directory: string): Promise<void> {
  const running = await runningInstance(directory);
  if (running) throw new CliError('cli.alreadyRunning', { pid: running.pid, url: running.url });
  try {
    const content = await entries(directory);
    if (content.length > 0 && !content.includes(DEMO_MARK)) throw new CliError('cli.folderNotOfDemo', { directory });
    await removeEmbeddedPostgres(join(directory, 'postgres'));
    for (const name of content) await rm(join(directory, name), { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, DEMO_MARK), '');
  } catch (error) {
    throw error instanceof CliError ? error : unusable(directory, error);
  }
}

async function entries(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** With a server of the person's own, the demo makes a database for itself and removes it at the end. */
async function ownDatabase(
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly environment: NodeJS.ProcessEnv; readonly drop: () => Promise<void> }> {
  const server = environment.DATABASE_URL;
  if (!server) return { environment: {}, drop: () => Promise.resolve() };
  const name = `mainstay_demo_${randomBytes(4).toString('hex')}`;
  await createDatabase(server, name);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  return { environment: { DATABASE_URL: url }, drop: () => dropDatabase(server, name) };
}

/** The processes that npm put in front of this one are part of what the demo needs. */
function launchers(environment: NodeJS.ProcessEnv): number[] {
  return environment.npm_command === undefined ? [] : [process.ppid];
}
