import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Config, ConfigurationError } from './config.js';
import { VARIABLES, configurationTable } from './variables.js';

/** The least that a production installation has to set. */
const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://mainstay.example',
  OPENID_ISSUER: 'https://login.example',
  OPENID_CLIENT_SECRET: 'a-secret-of-the-provider',
  DATABASE_URL: 'postgres://mainstay@database.example/mainstay',
  STRIPE_SECRET_KEY: 'sk_live_0123456789',
  STRIPE_WEBHOOK_SECRETS: 'whsec_0123456789abcdef',
  STRIPE_CONNECT_WEBHOOK_SECRETS: 'whsec_abcdef9876543210',
  STRIPE_V2_WEBHOOK_SECRETS: 'whsec_fedcba9876543210',
  UPLOAD_SIGNING_KEY: 'a-key-that-signs-addresses',
  LINK_SIGNING_KEY: 'a-key-that-makes-codes',
  PERSONAL_DATA_KEY: 'a-key-that-seals-other-keys',
  SMTP_URL: 'smtps://user:password@mail.example.org',
  MAIL_FROM: 'Mainstay <mainstay@example.org>',
};

function problemsOf(environment: NodeJS.ProcessEnv): readonly string[] {
  try {
    Config.load(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

const namesIn = (problems: readonly string[]) => problems.map((problem) => problem.split(':')[0]);

describe('a configuration', () => {
  it('needs nothing for a local trial', () => {
    const config = Config.load({});
    expect(config.isProduction).toBe(false);
    expect(config.paymentsMode).toBe('simulated');
    expect(config.get('STRIPE_WEBHOOK_SECRETS')).toEqual(['whsec_local_platform_endpoint']);
    expect(config.get('FOREIGN_HTTP_ALLOWED_ORIGINS')).toEqual([]);
    expect(config.get('REDIS_URL')).toBeUndefined();
  });

  it('takes an empty or blank value for none', () => {
    const blank = Object.fromEntries(Object.keys(VARIABLES).map((name, index) => [name, index % 2 ? '' : ' ']));
    expect(Config.load(blank)).toEqual(Config.load({}));
  });

  it('reads lists, numbers and switches', () => {
    const config = Config.load({
      STRIPE_WEBHOOK_SECRETS: 'whsec_0123456789abcdef, whsec_fedcba9876543210,',
      FOREIGN_HTTP_ALLOWED_ORIGINS: 'http://127.0.0.1:4403,http://[::1]:4403',
      DATABASE_POOL_SIZE: '3',
      VIRTUAL_CLOCK: '1',
      GRAPHIQL: '0',
    });
    expect(config.get('STRIPE_WEBHOOK_SECRETS')).toEqual(['whsec_0123456789abcdef', 'whsec_fedcba9876543210']);
    expect(config.get('FOREIGN_HTTP_ALLOWED_ORIGINS')).toEqual(['http://127.0.0.1:4403', 'http://[::1]:4403']);
    expect(config.get('DATABASE_POOL_SIZE')).toBe(3);
    expect(config.get('VIRTUAL_CLOCK')).toBe(true);
    expect(config.get('GRAPHIQL')).toBe(false);
  });

  it.each([
    ['sk_live_1', 'live'],
    ['rk_live_1', 'live'],
    ['sk_test_1', 'test'],
    ['rk_test_1', 'test'],
    [undefined, 'simulated'],
  ])('with the Stripe key %s moves %s money', (key, mode) => {
    expect(Config.load({ STRIPE_SECRET_KEY: key }).paymentsMode).toBe(mode);
  });

  it.each([
    ['NODE_ENV', 'staging'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', 'http'],
    ['PORT', '80.5'],
    ['PUBLIC_URL', 'mainstay.example'],
    ['DATABASE_URL', 'mysql://localhost/mainstay'],
    ['DATABASE_POOL_SIZE', '0'],
    ['REDIS_URL', 'http://localhost'],
    ['STRIPE_SECRET_KEY', 'pk_live_1'],
    ['STRIPE_EMULATOR_KEY', 'sk_live_1'],
    ['STRIPE_WEBHOOK_SECRETS', ','],
    ['STRIPE_WEBHOOK_SECRETS', 'whsec_0123456789abcdef,short'],
    ['STRIPE_CONNECT_WEBHOOK_SECRETS', 'short'],
    ['STRIPE_V2_WEBHOOK_SECRETS', 'short'],
    ['OPENID_CLIENT_SECRET', 'short'],
    ['UPLOAD_SIGNING_KEY', 'short'],
    ['ALLOW_SIMULATED_MONEY', 'yes'],
    ['PLATFORM_FEE_BASIS_POINTS', '5001'],
    ['REVIEW_FEES', 'USD:5000,EUR'],
    ['REVIEW_FEES', 'USD:0'],
    ['REVIEW_FEES', 'UDS:5000'],
    ['DATABASE_POOL_SIZE', '0'],
    ['CLAIM_FILE_ORIGIN', 'nonsense'],
    ['CLAIM_FILE_ORIGIN', 'http://127.0.0.1:4403/path'],
    ['CLAIM_FILE_ORIGIN', 'http://user@127.0.0.1:4403'],
    ['FOREIGN_HTTP_ALLOWED_ORIGINS', 'http://127.0.0.1:4403,nonsense'],
    ['PACKAGE_REGISTRIES', 'cargo=https://registry.example'],
    ['PACKAGE_REGISTRIES', 'npm=https://registry.example/path'],
    ['PACKAGE_REGISTRIES', 'npm'],
    ['DNS_SERVERS', 'resolver.example'],
    ['DNS_SERVERS', '127.0.0.1:65536'],
    ['DNS_SERVERS', '::1:53'],
    ['CLOCK_OFFSET_MS', '-1'],
    ['LOG_LEVEL', 'loud'],
  ])('is refused with %s=%s, and the problem names the variable', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(new Set(namesIn(problems))).toEqual(new Set([name]));
    expect(problems.join()).not.toContain('undefined');
  });

  const PROVIDER = {
    id: 'forge',
    label: 'Forge',
    issuer: 'https://forge.example',
    clientId: 'mainstay',
    clientSecret: 'a-secret-of-the-forge',
  };

  it('takes further OpenID providers as a list', () => {
    const list = [PROVIDER, { ...PROVIDER, id: 'other' }];
    expect(Config.load({ OPENID_PROVIDERS: JSON.stringify(list) }).get('OPENID_PROVIDERS')).toEqual(list);
  });

  it.each<[string, unknown, string]>([
    ['no list', PROVIDER, 'must be a JSON list'],
    ['no label', [{ ...PROVIDER, label: undefined }], 'entry 1, label must be a text'],
    [
      'a label that is too long',
      [{ ...PROVIDER, label: 'x'.repeat(51) }],
      'entry 1, label must have 50 characters or less',
    ],
    ['an id of the house', [{ ...PROVIDER, id: 'github' }], 'entry 1, id is taken'],
    [
      'an id that is no part of an address',
      [PROVIDER, { ...PROVIDER, id: 'a/b' }],
      'entry 2, id must be up to 30 small letters, digits and dashes, a letter first',
    ],
    ['an id twice', [PROVIDER, PROVIDER], 'has an id twice'],
    [
      'an issuer that is no address',
      [{ ...PROVIDER, issuer: 'forge' }],
      'entry 1, issuer must be the address of an OpenID provider',
    ],
    [
      'a short secret',
      [{ ...PROVIDER, clientSecret: 'short' }],
      'entry 1, clientSecret must have 16 characters or more',
    ],
    [
      'a field more',
      [{ ...PROVIDER, scope: 'admin' }],
      'entry 1 must have exactly id, label, issuer, clientId and clientSecret',
    ],
    ['text for an entry', ['forge'], 'entry 1 must have exactly id, label, issuer, clientId and clientSecret'],
    [
      '21 entries',
      Array.from({ length: 21 }, (_, at) => ({ ...PROVIDER, id: `p${String(at)}` })),
      'must have 20 entries or less',
    ],
  ])('is refused with %s for OPENID_PROVIDERS, and says what is wrong in which entry', (_case, list, problem) => {
    expect(problemsOf({ OPENID_PROVIDERS: JSON.stringify(list) })).toEqual([`OPENID_PROVIDERS: ${problem}`]);
  });

  it('is refused with OPENID_PROVIDERS that is no JSON, and in production with an issuer that anybody can listen to', () => {
    expect(problemsOf({ OPENID_PROVIDERS: '[{' })).toEqual(['OPENID_PROVIDERS: must be a JSON list']);
    const plain = JSON.stringify([{ ...PROVIDER, issuer: 'http://forge.example' }]);
    expect(problemsOf({ ...PRODUCTION, OPENID_PROVIDERS: plain })).toEqual([
      'OPENID_PROVIDERS: every issuer must start with https:// in production.',
    ]);
  });

  it('names every variable that is wrong at once', () => {
    const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'loud', CLAIM_FILE_ORIGIN: 'nonsense', UPLOAD_MAX_BYTES: '0' });
    expect(namesIn(problems).sort()).toEqual(['CLAIM_FILE_ORIGIN', 'LOG_LEVEL', 'PORT', 'UPLOAD_MAX_BYTES']);
  });

  it('never repeats the value of a variable, since it may be a secret', () => {
    const canary = 'canary-of-a-secret';
    const wrong = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, canary]));
    expect(problemsOf(wrong).join('\n')).not.toContain(canary);
    expect(namesIn(problemsOf({ ...PRODUCTION, STRIPE_SECRET_KEY: canary }))).toEqual(['STRIPE_SECRET_KEY']);
  });
});

describe('a production installation', () => {
  it('is accepted with what it has to set', () => {
    expect(Config.load(PRODUCTION).paymentsMode).toBe('live');
  });

  it.each([
    ['DATABASE_URL', undefined],
    ['STRIPE_SECRET_KEY', undefined],
    ['STRIPE_SECRET_KEY', 'sk_test_0123456789'],
    ['VIRTUAL_CLOCK', '1'],
    ['FOREIGN_HTTP_ALLOWED_ORIGINS', 'http://127.0.0.1:4403'],
    ['CLAIM_FILE_ORIGIN', 'https://files.example'],
    ['PACKAGE_REGISTRIES', 'npm=https://registry.example,pypi=http://registry.example'],
    ['PUBLIC_URL', undefined],
    ['PUBLIC_URL', 'http://mainstay.example'],
    ['OPENID_ISSUER', undefined],
    ['OPENID_ISSUER', 'http://login.example'],
    ['OPENID_CLIENT_SECRET', undefined],
    ['STRIPE_WEBHOOK_SECRETS', undefined],
    ['STRIPE_WEBHOOK_SECRETS', 'whsec_0123456789abcdef,whsec_local_platform_endpoint'],
    ['STRIPE_CONNECT_WEBHOOK_SECRETS', undefined],
    ['STRIPE_V2_WEBHOOK_SECRETS', undefined],
    ['UPLOAD_SIGNING_KEY', undefined],
    ['LINK_SIGNING_KEY', undefined],
    ['PERSONAL_DATA_KEY', undefined],
    ['SMTP_URL', undefined],
    ['MAIL_FROM', undefined],
  ])('is refused with %s=%s alone', (name, value) => {
    const environment = { ...PRODUCTION, [name]: value };
    expect(namesIn(problemsOf(environment))).toEqual([name]);
    expect(problemsOf({ ...environment, NODE_ENV: 'development' })).toEqual([]);
  });

  it('may run on simulated money only when it says so', () => {
    const withoutKey = { ...PRODUCTION, STRIPE_SECRET_KEY: undefined };
    expect(problemsOf({ ...withoutKey, ALLOW_SIMULATED_MONEY: '0' })).toHaveLength(1);
    expect(Config.load({ ...withoutKey, ALLOW_SIMULATED_MONEY: '1' }).paymentsMode).toBe('simulated');
    const testMode = { ...PRODUCTION, STRIPE_SECRET_KEY: 'rk_test_0123456789' };
    expect(Config.load({ ...testMode, ALLOW_SIMULATED_MONEY: '1' }).paymentsMode).toBe('test');
  });

  it('hears of every contradiction and every unreadable variable at once', () => {
    const problems = problemsOf({
      NODE_ENV: 'production',
      VIRTUAL_CLOCK: '1',
      FOREIGN_HTTP_ALLOWED_ORIGINS: 'http://127.0.0.1:4403',
      CLAIM_FILE_ORIGIN: 'https://files.example',
      OPENID_CLIENT_SECRET: 'short',
      PORT: 'x',
    });
    expect(namesIn(problems).sort()).toEqual([
      'CLAIM_FILE_ORIGIN',
      'DATABASE_URL',
      'FOREIGN_HTTP_ALLOWED_ORIGINS',
      'LINK_SIGNING_KEY',
      'MAIL_FROM',
      'OPENID_CLIENT_SECRET',
      'OPENID_ISSUER',
      'PERSONAL_DATA_KEY',
      'PORT',
      'PUBLIC_URL',
      'SMTP_URL',
      'STRIPE_CONNECT_WEBHOOK_SECRETS',
      'STRIPE_SECRET_KEY',
      'STRIPE_V2_WEBHOOK_SECRETS',
      'STRIPE_WEBHOOK_SECRETS',
      'UPLOAD_SIGNING_KEY',
      'VIRTUAL_CLOCK',
    ]);
    expect(() => Config.load({ NODE_ENV: 'production', PORT: 'x' })).toThrow(
      /- PORT: .*\n(.*\n)*.*- STRIPE_SECRET_KEY/,
    );
  });
});

describe('the documentation', () => {
  const table = configurationTable();

  it('has one row for every variable and shows no value of a secret', () => {
    const rows = table.split('\n').slice(2);
    expect(rows).toHaveLength(Object.keys(VARIABLES).length);
    expect(rows.filter((row) => row.split('|').length !== 6)).toEqual([]);
    expect(table).toContain('| `PORT` | `4400` | no |');
    expect(table).toContain('| `REDIS_URL` | none | yes |');
    expect(table).toContain('| `OPENID_CLIENT_SECRET` | local value | yes |');
    expect(table).toContain('| `FOREIGN_HTTP_ALLOWED_ORIGINS` | none | no |');
    expect(table).not.toMatch(/whsec_|sk_test_|local-openid|postgres:\/\//);
  });

  it('is up to date; if not: npm run build && node scripts/write-configuration.mjs', async () => {
    const page = await readFile(join(import.meta.dirname, '../../../../docs/configuration.md'), 'utf8');
    expect(page.slice(page.indexOf('| variable'))).toBe(`${table}\n`);
  });
});
