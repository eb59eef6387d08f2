import { parseArgs } from 'node:util';
import { changedFees, DEFAULT_FEES, DEFAULT_SETTLEMENT_CURRENCIES, type FeeTable } from './money/fee-table.js';
import { usdMinorPerMillion } from './money/rates.js';

/** Where events go, and the secret they are signed with. */
export interface EndpointOption {
  readonly url: string;
  readonly secret: string;
}

const SUBSCRIPTION_FAILURES = ['cancel', 'unpaid', 'past_due'] as const;
type SubscriptionFailure = (typeof SUBSCRIPTION_FAILURES)[number];

export interface EmulatorOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Loopback only: whoever reaches this server can make simulated money. */
  readonly host: '127.0.0.1';
  /** The journal file, or null to keep nothing. */
  readonly stateFile: string | null;
  readonly secretKey: string;
  /** Opens /_sim; null leaves it shut. */
  readonly controlToken: string | null;
  readonly webhook: EndpointOption | null;
  readonly connectWebhook: EndpointOption | null;
  readonly v2Webhook: EndpointOption | null;
  /** How long after a charge its balance transaction comes, in milliseconds. */
  readonly settleDelayMs: number;
  /** Currencies the platform holds balances in; payments in others are converted to the first. */
  readonly settlementCurrencies: readonly string[];
  readonly fees: FeeTable;
  /** What becomes of a subscription whose invoice is not paid by the last try. */
  readonly subscriptionFailure: SubscriptionFailure;
  /** Takes requests of every API version, and answers them in the one it speaks. */
  readonly isLenient: boolean;
  /** Makes ids repeatable; null makes them random. */
  readonly seed: string | null;
}

/** Thrown for a configuration that must not start. */
export class ConfigurationError extends Error {}

const DEFAULT_SETTLE_DELAY_MS = 150;
const SECRET_KEY = /^sk_test_sim_[A-Za-z0-9_]{4,}$/;

/** Fills in defaults and refuses what would be unsafe or meaningless. */
export function emulatorOptions(given: Partial<Omit<EmulatorOptions, 'host'>> & { host?: string }): EmulatorOptions {
  const host = given.host ?? '127.0.0.1';
  if (host !== '127.0.0.1') throw new ConfigurationError(`EMULATOR_HOST must be 127.0.0.1, not ${host}`);
  const secretKey = given.secretKey ?? '';
  if (!SECRET_KEY.test(secretKey)) throw new ConfigurationError('EMULATOR_SECRET_KEY must look like sk_test_sim_…');
  const port = given.port ?? 0;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new ConfigurationError('EMULATOR_PORT is no port');
  const settleDelayMs = given.settleDelayMs ?? DEFAULT_SETTLE_DELAY_MS;
  if (!Number.isInteger(settleDelayMs) || settleDelayMs < 0) {
    throw new ConfigurationError('EMULATOR_SETTLE_DELAY_MS is no number of milliseconds');
  }
  const settlementCurrencies = given.settlementCurrencies ?? DEFAULT_SETTLEMENT_CURRENCIES;
  const isKnown =
    settlementCurrencies.length > 0 && settlementCurrencies.every((code) => usdMinorPerMillion(code) !== null);
  if (!isKnown) throw new ConfigurationError('EMULATOR_SETTLEMENT_CURRENCIES must name currencies such as usd,eur');
  return {
    port,
    host,
    secretKey,
    settleDelayMs,
    settlementCurrencies,
    fees: given.fees ?? DEFAULT_FEES,
    subscriptionFailure: given.subscriptionFailure ?? 'cancel',
    stateFile: given.stateFile ?? null,
    controlToken: given.controlToken ?? null,
    webhook: given.webhook ?? null,
    connectWebhook: given.connectWebhook ?? null,
    v2Webhook: given.v2Webhook ?? null,
    isLenient: given.isLenient ?? false,
    seed: given.seed ?? null,
  };
}

/** Reads `EMULATOR_*` from the environment; a flag of the same name wins: `--state-file` over EMULATOR_STATE_FILE. */
export function optionsFromProcess(environment: NodeJS.ProcessEnv, args: readonly string[]): EmulatorOptions {
  const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true });
  const read = (flag: keyof typeof FLAGS): string | null => {
    const name = `EMULATOR_${flag.replaceAll('-', '_').toUpperCase()}`;
    const value = values[flag] ?? environment[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const endpoint = (url: keyof typeof FLAGS, secret: keyof typeof FLAGS): EndpointOption | null => {
    const address = read(url);
    if (address === null) return null;
    const key = read(secret);
    if (key === null) throw new ConfigurationError(`--${url} needs --${secret}`);
    return { url: address, secret: key };
  };
  const currencies = read('settlement-currencies');
  const failure = read('subscription-failure');
  const fees = read('fees');
  return emulatorOptions({
    port: Number(read('port') ?? '0'),
    host: read('host') ?? '127.0.0.1',
    stateFile: read('state-file'),
    secretKey: read('secret-key') ?? '',
    controlToken: read('control-token'),
    settleDelayMs: Number(read('settle-delay-ms') ?? DEFAULT_SETTLE_DELAY_MS),
    ...(currencies === null ? {} : { settlementCurrencies: currencies.toLowerCase().split(',') }),
    ...(fees === null ? {} : { fees: feesOf(fees) }),
    ...(failure === null ? {} : { subscriptionFailure: failureOf(failure) }),
    isLenient: isLenient(read('lenient')),
    seed: read('seed'),
    webhook: endpoint('webhook-url', 'webhook-secret'),
    connectWebhook: endpoint('connect-webhook-url', 'connect-webhook-secret'),
    v2Webhook: endpoint('v2-webhook-url', 'v2-webhook-secret'),
  });
}

function failureOf(text: string): SubscriptionFailure {
  const failure = SUBSCRIPTION_FAILURES.find((one) => one === text);
  if (failure !== undefined) return failure;
  throw new ConfigurationError(`EMULATOR_SUBSCRIPTION_FAILURE must be one of ${SUBSCRIPTION_FAILURES.join(', ')}`);
}

function isLenient(text: string | null): boolean {
  if (text === null || text === 'false') return false;
  if (text === 'true') return true;
  throw new ConfigurationError('EMULATOR_LENIENT must be true or false');
}

function feesOf(json: string): FeeTable {
  try {
    return changedFees(json);
  } catch (error) {
    throw new ConfigurationError(`EMULATOR_FEES is no table of fees: ${error instanceof Error ? error.message : ''}`);
  }
}

const FLAGS = {
  port: { type: 'string' },
  host: { type: 'string' },
  'state-file': { type: 'string' },
  'control-token': { type: 'string' },
  'secret-key': { type: 'string' },
  'settle-delay-ms': { type: 'string' },
  fees: { type: 'string' },
  'settlement-currencies': { type: 'string' },
  'subscription-failure': { type: 'string' },
  lenient: { type: 'string' },
  seed: { type: 'string' },
  'webhook-url': { type: 'string' },
  'webhook-secret': { type: 'string' },
  'connect-webhook-url': { type: 'string' },
  'connect-webhook-secret': { type: 'string' },
  'v2-webhook-url': { type: 'string' },
  'v2-webhook-secret': { type: 'string' },
} as const;
