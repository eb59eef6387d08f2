import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { createDatabase, dropDatabase, removeEmbeddedPostgres } from '#platform/database';
import { uuidv7 } from '#platform/kernel';
import { TEST_SERVER_VARIABLE, TEST_TEMPLATE_VARIABLE } from '#platform/testing';
import {
  ClaimOrigin,
  Stack,
  StripeConsole,
  demoCatalogue,
  firstStory,
  freeBlock,
  importCatalogue,
  type Stage,
  type Ports,
  type ProcessName,
} from '../../apps/cli/src/index.js';
import { EmulatorControl } from './emulator-control.js';

/** Longer than the lease of a claimed message: what a killed worker held may be claimed again after it. */
export const LEASE_IS_OVER_MS = 31_000;
const SETTLE_LIMIT_MS = 60_000;
const INTERVAL_MS = 50;
/** A message that waits this long for its next try is helped by the clock. */
const PATIENCE_MS = 1_500;

export interface RigOptions {
  /** Where the search for a free block of ports begins; files that may run at once begin at different places. */
  readonly firstPort: number;
  readonly environmentOf?: Readonly<Partial<Record<ProcessName, NodeJS.ProcessEnv>>>;
  /** Called with the key of every sentence that the story tells. */
  readonly onTold?: (key: string) => void;
  /**
   * Whether the database is one of the server of the test run, made in a moment, instead of a server of its own; for trials
   * that are about other processes.
   */
  readonly isDatabaseShared?: boolean;
}

/** A whole Mainstay in a folder of its own, with the story to play on it and the means to look behind the scenes. */
export class StoryRig {
  readonly origin: ClaimOrigin;
  readonly stack: Stack;
  readonly control: EmulatorControl;
  readonly stripe: StripeConsole;
  readonly restarted: string[] = [];

  private constructor(
    readonly directory: string,
    readonly ports: Ports,
    private readonly options: RigOptions,
    private readonly givenDatabase: string | null,
  ) {
    this.origin = new ClaimOrigin(ports.origin);
    this.stack = new Stack(
      {
        directory,
        ports,
        virtualClock: true,
        claimOrigin: this.origin.origin,
        restart: false,
        onEvent: ({ kind, name }) => {
          if (kind === 'restarted') this.restarted.push(name);
        },
        ...(options.environmentOf ? { environmentOf: options.environmentOf } : {}),
      },
      { ...plainEnvironment(), ...(givenDatabase === null ? {} : { DATABASE_URL: serverUrl(givenDatabase) }) },
    );
    this.control = new EmulatorControl(ports.stripe, this.stack.secrets);
    this.stripe = new StripeConsole(ports.stripe, this.stack.secrets.stripeKey);
  }

  static async start(options: RigOptions): Promise<StoryRig> {
    const directory = await mkdtemp(join(tmpdir(), 'mainstay-story-'));
    const database = options.isDatabaseShared === true ? `story_${uuidv7().replaceAll('-', '')}` : null;
    const rig = new StoryRig(directory, await freeBlock(options.firstPort), options, database);
    try {
      if (database !== null) await createDatabase(serverUrl(), database, process.env[TEST_TEMPLATE_VARIABLE]);
      await rig.stack.start();
      await rig.origin.start();
    } catch (error) {
      await rig.end();
      throw error;
    }
    return rig;
  }

  /** Plays the whole story, as the demo does. */
  async play(): Promise<void> {
    await firstStory(await this.stage());
  }

  /** What a chapter of the story needs, with the projects of its SBOM in the catalogue. */
  async stage(): Promise<Stage> {
    const sbom = { fileName: 'acme.cdx.json', bytes: storySbom() };
    const catalogue = demoCatalogue(sbom.bytes)!;
    await importCatalogue(this.stack.databaseUrl, catalogue.projects, sbom.fileName);
    const tell = (key: string): void => this.options.onTold?.(key);
    return {
      apiUrl: this.stack.url,
      origin: this.origin,
      stripe: this.stripe,
      catalogue,
      sbom,
      tell,
      chapter: tell,
      passTime: (durationMs) => this.stack.advanceClock(durationMs),
    };
  }

  /** Waits until nothing is under way any more: no delivery of an event, no message but timers of a later day and beats of recurring jobs. */
  async settle(limitMs = SETTLE_LIMIT_MS): Promise<void> {
    const end = performance.now() + limitMs;
    let quiet = 0;
    for (let patience = performance.now() + PATIENCE_MS; performance.now() < end && quiet < 4;) {
      quiet = (await this.unfinished()) === 0 ? quiet + 1 : 0;
      if (quiet === 0 && performance.now() > patience) {
        // Retries and leases wait by the virtual clock, so that nobody has to wait for them in real time.
        await this.stack.advanceClock(LEASE_IS_OVER_MS);
        patience = performance.now() + PATIENCE_MS;
      }
      await sleep(INTERVAL_MS);
    }
  }

  /** Rows as the database's owner sees them. */
  async sql<Row extends object>(statement: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.stack.databaseUrl });
    await client.connect();
    try {
      return (await client.query<Row>(statement, [...parameters])).rows;
    } finally {
      await client.end();
    }
  }

  async end(): Promise<void> {
    await this.stack.stop();
    await this.origin.stop();
    if (this.givenDatabase === null) await removeEmbeddedPostgres(join(this.directory, 'postgres'));
    else await dropDatabase(serverUrl(), this.givenDatabase);
    await rm(this.directory, { recursive: true, force: true });
  }

  private async unfinished(): Promise<number> {
    const { deliveries } = await this.control.journal();
    const [open] = await this.sql<{ count: string }>(
      `SELECT count(*) FROM outbox_message
        WHERE completed_at IS NULL AND dead_at IS NULL AND available_at < now() + interval '7 days'
          AND NOT (payload ? 'recurring' AND attempts = 0)`,
    );
    return deliveries.filter(({ status }) => status === 'pending').length + Number(open!.count);
  }
}

/** The server of the test run, or a database there. */
function serverUrl(database?: string): string {
  const server = process.env[TEST_SERVER_VARIABLE]!;
  return database === undefined ? server : Object.assign(new URL(server), { pathname: `/${database}` }).href;
}

/** Nothing of what was set for the test run itself: the story is about the default, all of it embedded. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }) };
}

/** A small company: an application that stands on one library directly and on two through it. */
export function storySbom(): Buffer {
  const component = (name: string, version: string) => ({
    type: 'library',
    name,
    version,
    'bom-ref': name,
    purl: `pkg:npm/${name}@${version}`,
    externalReferences: [{ type: 'vcs', url: `https://github.com/story-libs/${name}.git` }],
  });
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name: 'acme', version: '1.0.0', 'bom-ref': 'acme' } },
    components: [
      component('steady-parser', '2.1.0'),
      component('quiet-lexer', '1.0.3'),
      component('old-tables', '0.9.1'),
    ],
    dependencies: [
      { ref: 'acme', dependsOn: ['steady-parser'] },
      { ref: 'steady-parser', dependsOn: ['quiet-lexer', 'old-tables'] },
    ],
  };
  return Buffer.from(JSON.stringify(document));
}
