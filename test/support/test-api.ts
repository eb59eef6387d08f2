import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { createApi } from '../../apps/api/src/create-api.js';
import { createMessages } from '../../apps/api/src/messages.js';
import { startEmulator, type RunningEmulator } from '../../apps/stripe-emulator/src/emulator.js';
import type { EmulatorOptions } from '../../apps/stripe-emulator/src/options.js';
import { HttpClient, SoftwareAuthenticator, StripeConsole } from '#cli';
import { PrincipalDirectory, hashSecret, newSecret, sessionCookieName } from '#platform/auth';
import { Config } from '#platform/config';
import { OutboxStore } from '#platform/database';
import { DAY_MS, VirtualClock, formatId } from '#platform/kernel';
import { AppLogger, Metrics, createLogger } from '#platform/observability';
import { Consumers, MessageExecutor } from '#platform/queue';
import { openTestDatabase, type TestDatabase } from '#platform/testing';
import { EmulatorControl } from './emulator-control.js';
import { freePort } from './free-port.js';

export const WEBHOOK_SECRET = 'whsec_test_platform_endpoint';
export const STRIPE_KEY = 'sk_test_sim_for_the_suite';
/** What the emulator does by itself within this time, a test waits for. */
const SOON_MS = 60;
const LOOK_MS = 5;
const CONTROL_TOKEN = 'control-of-the-suite';
/** The text of a log line that is no error of ours, for assertions about what is logged. */
type LogLine = Readonly<Record<string, unknown>>;

interface GraphqlErrorAnswer {
  readonly message: string;
  /** Absent when the document itself was refused. */
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface GraphqlAnswer {
  readonly status: number;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphqlErrorAnswer[];
}

type Answered<Payload> = Payload & { readonly userErrors: readonly { readonly code: string }[] };

/** Somebody with a session, as the sign-in makes it. */
export interface Caller {
  readonly personId: string;
  /** The cookie follows the session: a confirmed call gives it another secret. */
  readonly headers: { Cookie: string };
  /** What the person confirms with; null for somebody who has none. */
  passkey: SoftwareAuthenticator | null;
}

/** Who sends a request: a caller, or the headers of somebody else. */
export interface Sender {
  readonly headers: Readonly<Record<string, string>>;
  readonly passkey?: SoftwareAuthenticator | null;
}

interface Question {
  readonly challengeId: string;
  readonly options: string;
}

/** Confirming writes here, whatever becomes of the call itself. */
const SIGN_IN_TABLES = ['session', 'passkey', 'webauthn_challenge'];

interface Parts {
  readonly lines: readonly LogLine[];
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly clock: VirtualClock;
  readonly stripe: StripeConsole;
  readonly emulator: RunningEmulator;
  readonly stop: () => Promise<void>;
}

/** The API over real HTTP, with a database and an emulator of its own; jobs run when `settle` is called. */
export class TestApi {
  private constructor(private readonly parts: Parts) {}

  get url(): string {
    return this.parts.url;
  }

  get app(): NestFastifyApplication {
    return this.parts.app;
  }

  get database(): TestDatabase {
    return this.parts.database;
  }

  get clock(): VirtualClock {
    return this.parts.clock;
  }

  get emulator(): RunningEmulator {
    return this.parts.emulator;
  }

  get stripe(): StripeConsole {
    return this.parts.stripe;
  }

  /** The control plane of the emulator. */
  get control(): EmulatorControl {
    return new EmulatorControl(this.parts.emulator.port, { control: CONTROL_TOKEN });
  }

  /** What was logged. */
  get lines(): readonly LogLine[] {
    return this.parts.lines;
  }

  /** `level` is that of the lines which are kept; `emulated` changes the server in the shape of Stripe; `clock` can begin in the past. */
  static async start(
    environment: Readonly<Record<string, string | undefined>> = {},
    level = 'warn',
    emulated: Partial<EmulatorOptions> = {},
    clock = new VirtualClock(),
  ): Promise<TestApi> {
    const [port, stripePort] = [await freePort(), await freePort()];
    const directory = await mkdtemp(join(tmpdir(), 'mainstay-e2e-'));
    const database = await openTestDatabase();
    const url = `http://127.0.0.1:${String(port)}`;
    const config = Config.load({
      NODE_ENV: 'test',
      PORT: String(port),
      PUBLIC_URL: url,
      DATABASE_URL: database.url,
      DATA_DIR: directory,
      STRIPE_EMULATOR_PORT: String(stripePort),
      STRIPE_EMULATOR_KEY: STRIPE_KEY,
      STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRET,
      STRIPE_CONNECT_WEBHOOK_SECRETS: `${WEBHOOK_SECRET}_connect_next,${WEBHOOK_SECRET}_connect`,
      STRIPE_V2_WEBHOOK_SECRETS: `${WEBHOOK_SECRET}_v2`,
      CLAIM_FILE_ORIGIN: `http://127.0.0.1:${String(await freePort())}`,
      BANK_DETAILS: 'Test bank, account 1',
      // Callers without a session share one address here; the limit has a test of its own.
      ANONYMOUS_POINTS_PER_MINUTE: '1000000',
      ...environment,
    });
    const lines: LogLine[] = [];
    const logger = createLogger({
      service: 'test',
      level,
      destination: { write: (line) => lines.push(JSON.parse(line) as LogLine) },
    });
    const app = await createApi({ config, clock, messages: createMessages(), logger: new AppLogger(logger) });
    await app.listen(port, '127.0.0.1');
    const emulator = await startEmulator({
      port: stripePort,
      secretKey: STRIPE_KEY,
      controlToken: CONTROL_TOKEN,
      settleDelayMs: 5,
      webhook: { url: `${url}/webhooks/stripe`, secret: WEBHOOK_SECRET },
      connectWebhook: { url: `${url}/webhooks/stripe/connect`, secret: `${WEBHOOK_SECRET}_connect` },
      v2Webhook: { url: `${url}/webhooks/stripe/v2`, secret: `${WEBHOOK_SECRET}_v2` },
      ...emulated,
    });
    const stop = async (): Promise<void> => {
      await emulator.close();
      await app.close();
      await database.close();
      await rm(directory, { recursive: true, force: true });
    };
    const stripe = new StripeConsole(stripePort, STRIPE_KEY);
    return new TestApi({ lines, url, app, database, clock, stripe, emulator, stop });
  }

  /** A refusal that its mutation does not declare fails the file that saw it, whatever its tests expected. */
  async close(): Promise<void> {
    await this.parts.stop();
    const undeclared = this.lines.map(({ err }) => err as { type?: string; message?: string } | undefined);
    const messages = undeclared.filter((error) => error?.type === 'UndeclaredRefusalError').map((e) => e!.message);
    if (messages.length > 0) throw new Error([...new Set(messages)].join('; '));
  }

  /** A person with a session and a passkey; the same sign-in as through the OpenID provider, without its pages. */
  async givenPerson(name: string): Promise<Caller> {
    const caller = await this.givenPersonWithoutPasskey(name);
    await this.addPasskey(caller);
    return caller;
  }

  async addPasskey(caller: Caller): Promise<void> {
    const passkey = new SoftwareAuthenticator(this.url);
    const { challengeId, options } = await this.mutate<Question>(
      'beginPasskeyRegistration',
      'BeginPasskeyRegistrationInput',
      'challengeId options',
      {},
      caller,
    );
    const input = { challengeId, credential: passkey.create(options), name: 'laptop' };
    const { userErrors } = await this.mutate('addPasskey', 'AddPasskeyInput', 'passkey { id }', input, caller);
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
    caller.passkey = passkey;
  }

  async givenPersonWithoutPasskey(name: string): Promise<Caller> {
    const secretText = newSecret();
    const personId = await this.app
      .get(PrincipalDirectory)
      .signIn(
        { issuer: 'https://id.example', subject: name, displayName: name },
        { secretHash: hashSecret(secretText), userAgent: undefined },
      );
    return {
      personId: formatId('usr', personId),
      headers: { Cookie: `${sessionCookieName(this.app.get(Config))}=${secretText}` },
      passkey: null,
    };
  }

  /** Gives everybody all their points back, for tests that ask for more than people do. */
  async refillBuckets(): Promise<void> {
    await this.database.asOwner('DELETE FROM rate_bucket');
  }

  /** Somebody's browser, for the pages of Stripe. */
  browser(): HttpClient {
    return new HttpClient();
  }

  async gql(query: string, variables: Readonly<Record<string, unknown>> = {}, as?: Sender): Promise<GraphqlAnswer> {
    const sent = request(this.url).post('/graphql').send({ query, variables });
    const answer = await sent.set({ 'Content-Type': 'application/json', ...as?.headers });
    const [renewed] = (answer.get('Set-Cookie') ?? []).slice(-1);
    if (renewed !== undefined && as) Object.assign(as.headers, { Cookie: renewed.split(';')[0] });
    return { status: answer.status, ...(answer.body as Omit<GraphqlAnswer, 'status'>) };
  }

  /** Moves the clock of the product, and then that of the emulator, as the demo does. */
  advance(byMs: number): void {
    this.clock.moveTo(this.clock.offset + byMs);
    this.parts.emulator.moveClock(this.clock.offset);
  }

  /** Days go by one at a time, as they do; what falls due on a day is done on it. Everybody stays signed in. */
  async passDays(count: number): Promise<void> {
    for (let day = 0; day < count; day += 1) {
      this.advance(DAY_MS);
      await this.settle();
    }
    await this.settle();
    await this.database.asOwner('UPDATE session SET created_at = $1, last_seen_at = $1', [this.clock.now()]);
  }

  /**
   * Runs one mutation; answers with its payload, refusals included. Who has a passkey confirms when that is asked for.
   */
  async mutate<Payload>(
    name: string,
    inputType: string,
    selection: string,
    input: object,
    as: Sender,
  ): Promise<Answered<Payload>> {
    const answered = await this.mutateOnce<Payload>(name, inputType, selection, input, as);
    if (answered.userErrors[0]?.code !== 'STEP_UP_REQUIRED' || !as.passkey) return answered;
    const stepUp = await this.confirm(name, input, as, as.passkey);
    return this.mutateOnce<Payload>(name, inputType, selection, { ...input, stepUp }, as);
  }

  /** The answer of a passkey for one call. */
  async confirm(
    operation: string,
    input: object,
    as: Sender,
    passkey: SoftwareAuthenticator,
  ): Promise<{ readonly challengeId: string; readonly assertion: string }> {
    const { challengeId, options } = await this.beginStepUp(operation, input, as);
    return { challengeId, assertion: passkey.get(options) };
  }

  beginStepUp(operation: string, input: object, as: Sender): Promise<Answered<Question>> {
    const begin = { operation, arguments: JSON.stringify(input) };
    return this.mutateOnce<Question>('beginStepUp', 'BeginStepUpInput', 'challengeId options', begin, as);
  }

  /** One request and no more, whatever is asked for in the answer. */
  async mutateOnce<Payload>(
    name: string,
    inputType: string,
    selection: string,
    input: object,
    as: Sender,
  ): Promise<Answered<Payload>> {
    const answer = await this.gql(
      `mutation ($input: ${inputType}!) { ${name}(input: $input) { ${selection} userErrors { code } } }`,
      { input },
      as,
    );
    if (!answer.data) throw new Error(JSON.stringify(answer.errors));
    return answer.data[name] as Answered<Payload>;
  }

  /** Runs jobs until nothing is due, and nothing is on its way from the emulator either. */
  async settle(): Promise<void> {
    const store = this.app.get(OutboxStore);
    const executor = new MessageExecutor(
      this.app.get(Consumers),
      store,
      this.clock,
      this.app.get(Metrics),
      this.app.get(AppLogger),
    );
    for (;;) {
      // Asked before the outbox: an event that has been answered has its message there.
      const isQuiet = this.emulator.isQuiet(SOON_MS);
      const messages = await store.claim(this.clock.now(), 20);
      for (const message of messages) await executor.execute(message);
      if (messages.length > 0) continue;
      if (isQuiet) return;
      await sleep(LOOK_MS);
    }
  }

  /**
   * Of every table but those of sign-in the number of rows and the last transaction that wrote one of them; two equal
   * answers say that nothing was stored, changed or deleted: what is written bears a later transaction than all before.
   * What is on its way from the emulator comes first.
   */
  async fingerprint(): Promise<Readonly<Record<string, string>>> {
    while (!this.emulator.isQuiet(SOON_MS)) await sleep(LOOK_MS);
    const tables = await this.database.asOwner<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'rate_bucket' ORDER BY 1`,
    );
    const looks = tables
      .filter(({ name }) => !SIGN_IN_TABLES.includes(name))
      .map(
        ({ name }) => `SELECT '${name}' AS name, count(*) || ':' || max(xmin::text::bigint) AS print FROM "${name}"`,
      );
    const prints = await this.database.asOwner<{ name: string; print: string | null }>(looks.join(' UNION ALL '));
    return Object.fromEntries(prints.map(({ name, print }) => [name, print ?? 'empty']));
  }
}
