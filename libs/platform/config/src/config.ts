import { z } from 'zod';
import {
  LOCAL_DATABASE_URL,
  LOCAL_MAIL_FROM,
  LOCAL_SMTP_URL,
  VARIABLES,
  type Values,
  type VariableName,
} from './variables.js';

/** Thrown at start: every variable that is wrong is named at once, with what would be right. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/** What a production installation refuses: the conveniences of local trials. Each answers with the problem or null. */
const PRODUCTION_RULES: readonly { name: VariableName; problem: (config: Config) => string | null }[] = [
  {
    name: 'STRIPE_SECRET_KEY',
    problem: (config) =>
      config.paymentsMode === 'simulated' && config.get('ALLOW_SIMULATED_MONEY') !== true
        ? 'missing. Set it, or set ALLOW_SIMULATED_MONEY=1 for an installation without real money.'
        : null,
  },
  {
    name: 'STRIPE_SECRET_KEY',
    problem: (config) =>
      config.paymentsMode === 'test' && config.get('ALLOW_SIMULATED_MONEY') !== true
        ? 'is a key of test mode. Set a live key, or set ALLOW_SIMULATED_MONEY=1 for an installation without real money.'
        : null,
  },
  {
    name: 'DATABASE_URL',
    problem: (config) =>
      config.get('DATABASE_URL') === LOCAL_DATABASE_URL ? 'still has the value of local trials.' : null,
  },
  {
    name: 'SMTP_URL',
    problem: (config) =>
      config.get('SMTP_URL') === LOCAL_SMTP_URL ? 'missing. The mail catcher is for trials and never runs here.' : null,
  },
  {
    name: 'MAIL_FROM',
    problem: (config) => (config.get('MAIL_FROM') === LOCAL_MAIL_FROM ? 'still has the value of local trials.' : null),
  },
  {
    name: 'VIRTUAL_CLOCK',
    problem: (config) => (config.get('VIRTUAL_CLOCK') ? 'a production clock cannot be moved.' : null),
  },
  {
    name: 'FOREIGN_HTTP_ALLOWED_ORIGINS',
    problem: (config) =>
      config.get('FOREIGN_HTTP_ALLOWED_ORIGINS').length > 0 ? 'private addresses stay closed in production.' : null,
  },
  {
    name: 'CLAIM_FILE_ORIGIN',
    problem: (config) =>
      config.get('CLAIM_FILE_ORIGIN') === undefined ? null : 'claims are read from the code hosts in production.',
  },
  {
    name: 'PACKAGE_REGISTRIES',
    problem: (config) =>
      config.get('PACKAGE_REGISTRIES').every(({ origin }) => origin.startsWith('https://'))
        ? null
        : 'every origin must start with https:// in production.',
  },
  {
    name: 'OPENID_PROVIDERS',
    problem: (config) =>
      config.get('OPENID_PROVIDERS').every(({ issuer }) => issuer.startsWith('https://'))
        ? null
        : 'every issuer must start with https:// in production.',
  },
  ...(['PUBLIC_URL', 'OPENID_ISSUER', 'GITHUB_ORIGIN', 'GITHUB_API_ORIGIN'] as const).map((name) => ({
    name,
    problem: (config: Config) =>
      config.get(name).startsWith('https://') ? null : 'must start with https:// in production.',
  })),
  ...(
    [
      'OPENID_CLIENT_SECRET',
      'STRIPE_WEBHOOK_SECRETS',
      'STRIPE_CONNECT_WEBHOOK_SECRETS',
      'STRIPE_V2_WEBHOOK_SECRETS',
      'UPLOAD_SIGNING_KEY',
      'LINK_SIGNING_KEY',
      'PERSONAL_DATA_KEY',
    ] as const
  ).map((name) => ({
    name,
    problem: (config: Config) =>
      String(config.get(name)).includes('local') ? 'still has the value of local trials.' : null,
  })),
];

/** Where in a list a problem is, as people count: "entry 1, label ". */
function placeOf([index, field]: readonly PropertyKey[]): string {
  if (typeof index !== 'number') return '';
  return `entry ${String(index + 1)}${field === undefined ? ' ' : `, ${String(field)} `}`;
}

/** What the process was told, parsed once. Nothing else reads the environment. */
export class Config {
  private constructor(private readonly values: Values) {}

  /** Reads and checks an environment; `process.env` when none is given. */
  static load(environment: NodeJS.ProcessEnv = process.env): Config {
    const problems: string[] = [];
    const values: Record<string, unknown> = {};
    for (const [name, { schema }] of Object.entries(VARIABLES)) {
      const text = environment[name];
      const parsed = (schema as z.ZodType).safeParse(text?.trim() === '' ? undefined : text);
      if (parsed.success) values[name] = parsed.data;
      else problems.push(...parsed.error.issues.map(({ path, message }) => `${name}: ${placeOf(path)}${message}`));
    }
    const config = new Config(values as unknown as Values);
    problems.push(...config.contradictions());
    if (problems.length > 0) throw new ConfigurationError(problems);
    return config;
  }

  get<Name extends VariableName>(name: Name): Values[Name] {
    return this.values[name];
  }

  get isProduction(): boolean {
    return this.get('NODE_ENV') === 'production';
  }

  /** Money is simulated whenever no Stripe key is given. */
  get paymentsMode(): 'live' | 'test' | 'simulated' {
    const key = this.get('STRIPE_SECRET_KEY');
    if (key === undefined) return 'simulated';
    return key.startsWith('sk_live_') || key.startsWith('rk_live_') ? 'live' : 'test';
  }

  /** Only variables that could be read are looked at; the others are problems already. */
  private contradictions(): string[] {
    if (!this.isProduction) return [];
    const readable = PRODUCTION_RULES.filter(({ name }) => name in this.values);
    return readable.flatMap(({ name, problem }) => {
      const found = problem(this);
      return found === null ? [] : [`${name}: ${found}`];
    });
  }
}

/** The environment as it was given, for a process that starts others and hands it on. */
export function processEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}
