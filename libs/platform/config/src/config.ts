import { z } from 'zod';
import { VARIABLES, type Values, type VariableName } from './variables.js';

/** Thrown at start: every variable that is wrong is named at once, with what would be right. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
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
      const parsed = (schema as z.ZodType).safeParse(text === '' ? undefined : text);
      if (parsed.success) values[name] = parsed.data;
      else problems.push(...parsed.error.issues.map((issue) => `${name}: ${issue.message}`));
    }
    const config = new Config(values as unknown as Values);
    if (problems.length === 0) problems.push(...config.contradictions());
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

  private contradictions(): string[] {
    if (!this.isProduction) return [];
    const problems: string[] = [];
    if (this.paymentsMode === 'simulated' && !this.get('ALLOW_SIMULATED_MONEY')) {
      problems.push(
        'STRIPE_SECRET_KEY: missing. Set it, or set ALLOW_SIMULATED_MONEY=1 for an installation without real money.',
      );
    }
    if (this.get('VIRTUAL_CLOCK')) problems.push('VIRTUAL_CLOCK: a production clock cannot be moved.');
    if (this.get('FOREIGN_HTTP_ALLOWED_ORIGINS').length > 0)
      problems.push('FOREIGN_HTTP_ALLOWED_ORIGINS: private addresses stay closed in production.');
    if (this.get('CLAIM_FILE_ORIGIN') !== undefined)
      problems.push('CLAIM_FILE_ORIGIN: claims are read from the code hosts in production.');
    if (!this.get('PUBLIC_URL').startsWith('https://'))
      problems.push('PUBLIC_URL: must start with https:// in production.');
    if (!this.get('OPENID_ISSUER').startsWith('https://'))
      problems.push('OPENID_ISSUER: must start with https:// in production.');
    for (const name of [
      'OPENID_CLIENT_SECRET',
      'STRIPE_WEBHOOK_SECRETS',
      'STRIPE_V2_WEBHOOK_SECRETS',
      'UPLOAD_SIGNING_KEY',
    ] as const) {
      if (String(this.get(name)).includes('local')) problems.push(`${name}: still has the value of local trials.`);
    }
    return problems;
  }
}

/** The environment as it was given, for a process that starts others and hands it on. */
export function processEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}
