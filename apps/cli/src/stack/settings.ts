import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Config } from '#platform/config';
import type { Ports } from './ports.js';

export type ProcessName = 'stripe-emulator' | 'openid-provider' | 'mail-catcher' | 'worker' | 'api';

export interface StackOptions {
  readonly directory: string;
  readonly ports: Ports;
  /** Lets this process move the clocks; for the demo and for stories. */
  readonly virtualClock: boolean;
  /** Origin that claim files are read from instead of the code hosts. */
  readonly claimOrigin: string | null;
  /** Starts a process again that ended by itself. */
  readonly restart: boolean;
  readonly onEvent: (event: StackEvent) => void;
  /** Adds to the environment of single processes, for trials that plant something in one of them. */
  readonly environmentOf?: Readonly<Partial<Record<ProcessName, NodeJS.ProcessEnv>>>;
}

export type StackEvent =
  { readonly kind: 'started'; readonly name: string } | { readonly kind: 'restarted'; readonly name: string };

/** What was given from outside replaces the embedded part: DATABASE_URL, REDIS_URL, STRIPE_SECRET_KEY, OPENID_ISSUER, SMTP_URL. */
export interface Outside {
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly stripeKey: string | null;
  readonly openIdIssuer: string | null;
  readonly smtpUrl: string | null;
  readonly host: string | null;
}

export function outside(environment: NodeJS.ProcessEnv): Outside {
  // An empty variable counts as not given, as the configuration reads it.
  const given = (name: string): string | null => (environment[name] === '' ? null : (environment[name] ?? null));
  return {
    databaseUrl: given('DATABASE_URL'),
    redisUrl: given('REDIS_URL'),
    stripeKey: given('STRIPE_SECRET_KEY'),
    openIdIssuer: given('OPENID_ISSUER'),
    smtpUrl: given('SMTP_URL'),
    host: given('HOST'),
  };
}

/**
 * Secrets of one run: made afresh, held in memory, handed to the processes that share them. The emulator's key also
 * stands in the lock file of the data folder, for commands that compare the ledger with it.
 */
export class RunSecrets {
  readonly openIdClient = fresh();
  readonly webhook = `whsec_${fresh()}`;
  readonly webhookConnect = `whsec_${fresh()}`;
  readonly webhookV2 = `whsec_${fresh()}`;
  readonly stripeKey = `sk_test_sim_${fresh()}`;
  readonly control = fresh();
  readonly uploads = fresh();
  readonly links = fresh();
}

function fresh(): string {
  return randomBytes(24).toString('hex');
}

export function publicUrl(ports: Ports): string {
  return `http://127.0.0.1:${String(ports.api)}`;
}

/** Environment of the API and the worker. What the person has set wins over what follows from the ports. */
export function productEnvironment(
  base: NodeJS.ProcessEnv,
  options: StackOptions,
  secrets: RunSecrets,
  databaseUrl: string,
): NodeJS.ProcessEnv {
  const { ports, directory } = options;
  return {
    NODE_ENV: 'development',
    OPENID_ISSUER: `http://127.0.0.1:${String(ports.openId)}`,
    OPENID_CLIENT_SECRET: secrets.openIdClient,
    STRIPE_WEBHOOK_SECRETS: secrets.webhook,
    STRIPE_CONNECT_WEBHOOK_SECRETS: secrets.webhookConnect,
    STRIPE_V2_WEBHOOK_SECRETS: secrets.webhookV2,
    STRIPE_EMULATOR_KEY: secrets.stripeKey,
    UPLOAD_SIGNING_KEY: secrets.uploads,
    LINK_SIGNING_KEY: secrets.links,
    SMTP_URL: `smtp://127.0.0.1:${String(ports.smtp)}`,
    ...base,
    PORT: String(ports.api),
    WORKER_PORT: String(ports.worker),
    PUBLIC_URL: base.PUBLIC_URL ?? publicUrl(ports),
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(directory, 'files'),
    STRIPE_EMULATOR_PORT: String(ports.stripe),
    VIRTUAL_CLOCK: options.virtualClock ? '1' : '0',
    ...(options.claimOrigin === null
      ? {}
      : { CLAIM_FILE_ORIGIN: options.claimOrigin, FOREIGN_HTTP_ALLOWED_ORIGINS: options.claimOrigin }),
  };
}

export function emulatorEnvironment(
  base: NodeJS.ProcessEnv,
  options: StackOptions,
  secrets: RunSecrets,
): NodeJS.ProcessEnv {
  const { ports, directory } = options;
  return {
    PATH: base.PATH,
    EMULATOR_PORT: String(ports.stripe),
    EMULATOR_STATE_FILE: join(directory, 'stripe-emulator.jsonl'),
    EMULATOR_SECRET_KEY: secrets.stripeKey,
    EMULATOR_CONTROL_TOKEN: secrets.control,
    EMULATOR_WEBHOOK_URL: `${publicUrl(ports)}/webhooks/stripe`,
    EMULATOR_WEBHOOK_SECRET: secrets.webhook,
    EMULATOR_CONNECT_WEBHOOK_URL: `${publicUrl(ports)}/webhooks/stripe/connect`,
    EMULATOR_CONNECT_WEBHOOK_SECRET: secrets.webhookConnect,
    EMULATOR_V2_WEBHOOK_URL: `${publicUrl(ports)}/webhooks/stripe/v2`,
    EMULATOR_V2_WEBHOOK_SECRET: secrets.webhookV2,
  };
}

export function mailCatcherEnvironment(base: NodeJS.ProcessEnv, { ports }: StackOptions): NodeJS.ProcessEnv {
  return {
    PATH: base.PATH,
    MAIL_CATCHER_SMTP_PORT: String(ports.smtp),
    MAIL_CATCHER_PAGE_PORT: String(ports.mail),
  };
}

export function openIdEnvironment(
  base: NodeJS.ProcessEnv,
  options: StackOptions,
  secrets: RunSecrets,
): NodeJS.ProcessEnv {
  const { ports, directory } = options;
  return {
    PATH: base.PATH,
    OPENID_PORT: String(ports.openId),
    OPENID_ISSUER: `http://127.0.0.1:${String(ports.openId)}`,
    OPENID_CLIENT_ID: Config.load({}).get('OPENID_CLIENT_ID'),
    OPENID_CLIENT_SECRET: secrets.openIdClient,
    OPENID_REDIRECT_URI: `${publicUrl(ports)}/auth/callback`,
    OPENID_STATE_DIR: join(directory, 'openid'),
  };
}
