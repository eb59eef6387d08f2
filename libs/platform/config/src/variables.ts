import { z } from 'zod';
import { CURRENCIES } from '#platform/kernel';
import { commaSeparated, dnsServers, origin, packageRegistries } from './address-lists.js';

/** One environment variable: how it is read, and what the generated table in docs/configuration.md says about it. */
interface Variable<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly purpose: string;
  readonly secret?: boolean;
}

function variable<Schema extends z.ZodType>(schema: Schema, purpose: string, secret = false): Variable<Schema> {
  return { schema, purpose, secret };
}

const port = z.coerce.number().int().min(0).max(65_535);
const count = z.coerce.number().int().positive();
const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1');
const secret = z.string().min(16);
/** The id becomes part of an address; `openid` and `github` are taken. */
const openIdProvider = z.strictObject(
  {
    id: z
      .string('must be a text')
      .regex(/^[a-z][a-z0-9-]{0,29}$/, 'must be up to 30 small letters, digits and dashes, a letter first')
      .refine((id) => !['openid', 'github'].includes(id), 'is taken'),
    label: z.string('must be a text').min(1, 'must not be empty').max(50, 'must have 50 characters or less'),
    issuer: z.url('must be the address of an OpenID provider'),
    clientId: z.string('must be a text').min(1, 'must not be empty'),
    clientSecret: z.string('must be a text').min(16, 'must have 16 characters or more'),
  },
  'must have exactly id, label, issuer, clientId and clientSecret',
);
const openIdProviders = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('must be a JSON list');
      return z.NEVER;
    }
  })
  .pipe(z.array(openIdProvider, 'must be a JSON list').max(20, 'must have 20 entries or less'))
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'has an id twice');

/** Where the embedded PostgreSQL of local trials listens. */
export const LOCAL_DATABASE_URL = 'postgres://postgres@127.0.0.1:4404/mainstay';

/** Where the mail catcher of local trials listens. */
export const LOCAL_SMTP_URL = 'smtp://127.0.0.1:4406';
export const LOCAL_MAIL_FROM = 'Mainstay <mainstay@localhost>';

export const VARIABLES = {
  NODE_ENV: variable(
    z.enum(['development', 'test', 'production']).default('development'),
    'Production refuses every convenience of local trials.',
  ),
  HOST: variable(z.string().default('127.0.0.1'), 'Address that the API listens on.'),
  PORT: variable(port.default(4400), 'Port of the API.'),
  WORKER_PORT: variable(port.default(4405), 'Port of the worker for health and metrics.'),
  PUBLIC_URL: variable(
    z.url().default('http://127.0.0.1:4400'),
    'Base address that people and Stripe reach the API at. In production https.',
  ),
  DATABASE_URL: variable(
    z.string().startsWith('postgres').default(LOCAL_DATABASE_URL),
    'PostgreSQL 15 or newer. Connections act as the role `mainstay_app`.',
    true,
  ),
  DATABASE_POOL_SIZE: variable(count.default(10), 'Connections of each process.'),
  REDIS_URL: variable(
    z.string().startsWith('redis').optional(),
    'With it jobs run on Bull over Redis; without it the worker runs them itself.',
    true,
  ),
  SPDX_SCHEMAS: variable(
    z.string().optional(),
    'Folder with the published JSON schemas of SPDX, as `spdx-2.2.schema.json`, `spdx-2.3.schema.json`, `spdx-3.0.schema.json`. What is not there is not compared.',
  ),
  DATA_DIR: variable(z.string().default('.mainstay/data'), 'Folder for uploaded files.'),
  STRIPE_SECRET_KEY: variable(
    z
      .string()
      .regex(/^[sr]k_(live|test)_/, 'must start with sk_live_, sk_test_, rk_live_ or rk_test_')
      .optional(),
    'Without it payments go to the Stripe-shaped emulator.',
    true,
  ),
  STRIPE_EMULATOR_PORT: variable(port.default(4402), 'Where the emulator listens, when it is used.'),
  STRIPE_EMULATOR_KEY: variable(
    z.string().startsWith('sk_test_sim_').default('sk_test_sim_mainstay_local'),
    'Key that the emulator accepts.',
    true,
  ),
  STRIPE_WEBHOOK_SECRETS: variable(
    commaSeparated.pipe(z.array(secret).min(1)).default(['whsec_local_platform_endpoint']),
    'Signing secrets of the v1 endpoint, newest first; two during a rotation.',
    true,
  ),
  STRIPE_CONNECT_WEBHOOK_SECRETS: variable(
    commaSeparated.pipe(z.array(secret).min(1)).default(['whsec_local_connect_endpoint']),
    'Signing secrets of the endpoint for connected accounts, newest first; two during a rotation.',
    true,
  ),
  STRIPE_V2_WEBHOOK_SECRETS: variable(
    commaSeparated.pipe(z.array(secret).min(1)).default(['whsec_local_v2_destination']),
    'Signing secrets of the v2 event destination.',
    true,
  ),
  ALLOW_SIMULATED_MONEY: variable(
    flag,
    "Set to 1 to let a production installation run without real money: on the emulator, or in Stripe's test mode.",
  ),
  BANK_DETAILS: variable(
    z.string().min(1).max(1_000).optional(),
    'Account that payments by bank go to, as payers read it. Without it none are taken.',
  ),
  REVIEW_FEES: variable(
    commaSeparated
      .pipe(
        z.array(
          z
            .string()
            .regex(/^[A-Z]{3}:[1-9]\d{0,8}$/, 'must look like USD:5000')
            .refine((fee) => CURRENCIES.includes(fee.slice(0, 3)), 'is no ISO 4217 code that can be used here'),
        ),
      )
      .default([]),
    'What a reviewer gets for a review, by currency in minor units, such as `USD:5000,EUR:4500`. Without an entry reviews are not paid.',
  ),
  PAID_REVIEWS_PER_MILESTONE: variable(
    z.coerce.number().int().min(1).max(100).default(3),
    'How many reviews of one milestone are paid out of the pool. Later ones can be done, and are shown as unpaid.',
  ),
  HELD_CURRENCIES: variable(
    commaSeparated
      .pipe(
        z
          .array(z.string().refine((code) => CURRENCIES.includes(code), 'is no ISO 4217 code that can be used here'))
          .min(1),
      )
      .default(['USD', 'EUR', 'GBP', 'JPY']),
    'Currencies in which the account at Stripe keeps balances. Needs and payments in others are refused: Stripe would convert them.',
  ),
  HOLD_LIMIT_DAYS: variable(
    z.coerce.number().int().min(30).max(730).default(90),
    'How long Stripe lets a platform of your country keep money in its balance. Held money goes back to its payers 14 days earlier. 90 days in most countries; 730 may be set by a platform in the United States. Countries with less than 30 are not supported.',
  ),
  PLATFORM_FEE_BASIS_POINTS: variable(
    z.coerce.number().int().min(0).max(5_000).default(500),
    'Fee taken at release, in hundredths of a percent.',
  ),
  INVOICE_DAYS_UNTIL_DUE: variable(
    z.coerce.number().int().min(1).max(365).default(30),
    'How long a company has to pay an invoice. Thirty days after that it is voided, and its pledge lapses.',
  ),
  OPENID_ISSUER: variable(z.url().default('http://127.0.0.1:4401'), 'OpenID provider that people sign in through.'),
  OPENID_CLIENT_ID: variable(z.string().default('mainstay'), 'Client id at the provider.'),
  OPENID_CLIENT_SECRET: variable(secret.default('local-openid-client-secret'), 'Client secret at the provider.', true),
  OPENID_PROVIDERS: variable(
    openIdProviders.default([]),
    'Further OpenID providers, as a JSON list of `{"id", "label", "issuer", "clientId", "clientSecret"}`. The callback address of each is `PUBLIC_URL` + `/auth/callback/` + id.',
    true,
  ),
  GITHUB_CLIENT_ID: variable(
    z.string().optional(),
    'Client id of an OAuth app at GitHub; with its secret, people can sign in through GitHub. The callback address is `PUBLIC_URL` + `/auth/callback/github`.',
  ),
  GITHUB_CLIENT_SECRET: variable(secret.optional(), 'Client secret of the OAuth app.', true),
  GITHUB_ORIGIN: variable(origin.default('https://github.com'), 'Where people sign in to GitHub.'),
  GITHUB_API_ORIGIN: variable(origin.default('https://api.github.com'), "Where GitHub's API answers."),
  CLAIM_FILE_ORIGIN: variable(
    origin.optional(),
    'Reads claim files from this origin instead of the code hosts; for local trials.',
  ),
  DEPS_DEV_ORIGIN: variable(
    origin.default('https://api.deps.dev'),
    'Where "catalog enrich" asks deps.dev about packages and repositories.',
  ),
  ECOSYSTE_MS_ORIGIN: variable(
    origin.default('https://packages.ecosyste.ms'),
    'Where "catalog enrich" asks ecosyste.ms about packages.',
  ),
  SCORECARD_ORIGIN: variable(
    origin.default('https://api.scorecard.dev'),
    'Where "catalog enrich" asks OpenSSF Scorecard about repositories.',
  ),
  PACKAGE_REGISTRIES: variable(
    packageRegistries.default([]),
    'Registries whose publishers can prove a claim, as `npm=` and `pypi=` with the origin of each. Without one, its packages prove nothing.',
  ),
  DNS_SERVERS: variable(
    dnsServers.default([]),
    'Resolvers that are asked for TXT records of claims; those of the system without it. One that validates DNSSEC makes answers certain.',
  ),
  FOREIGN_HTTP_ALLOWED_ORIGINS: variable(
    commaSeparated.pipe(z.array(origin)).default([]),
    'Origins on private addresses that may be called; refused in production.',
  ),
  UPLOAD_MAX_BYTES: variable(count.default(50 * 1024 * 1024), 'Largest upload.'),
  UPLOAD_SIGNING_KEY: variable(secret.default('local-upload-signing-key'), 'Signs one-time upload addresses.', true),
  AUDIT_SIGNING_KEY: variable(
    z
      .string()
      .regex(/^PRIVATE\+KEY\+[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/, 'must be a key as `audit key` makes it')
      .optional(),
    'Signs the checkpoints of the audit log, and reports of companies. Without it a key is made and kept in the data folder; in production the worker refuses to start without it, and an API without it gives no signed reports.',
    true,
  ),
  LINK_SIGNING_KEY: variable(
    secret.default('local-link-signing-key'),
    'Makes the one-use codes in links by mail.',
    true,
  ),
  PERSONAL_DATA_KEY: variable(
    secret.default('local-personal-data-key'),
    'Seals the keys of names and addresses. Lost, they are lost; keep it and the table `data_key` apart from other backups.',
    true,
  ),
  SMTP_URL: variable(
    z
      .string()
      .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
      .default(LOCAL_SMTP_URL),
    'Where mail is handed over; without it a local catcher shows it on a page.',
    true,
  ),
  MAIL_FROM: variable(z.string().default(LOCAL_MAIL_FROM), 'Sender of all mail.'),
  MAIL_BOUNCE_ADDRESS: variable(
    z
      .string()
      // What is put before the @ of it has 44 characters, and 64 may stand there.
      .regex(/^[a-z0-9._-]{1,20}@[a-z0-9.-]{1,200}$/i, 'must be an address of up to 20 letters and digits at a host')
      .optional(),
    'Mailbox whose subaddresses (`bounces+…@`) get reports of mail that could not be delivered. The mail server hands such a report to `PUBLIC_URL` + `/mail/bounces?recipient=` + envelope recipient, as it is. Without it such reports go to `MAIL_FROM` and are not read.',
  ),
  VIRTUAL_CLOCK: variable(flag, 'Set to 1 to let the starting process move the clock forward; refused in production.'),
  CLOCK_OFFSET_MS: variable(
    z.coerce.number().int().min(0).default(0),
    'Where a virtual clock starts, ahead of the system clock.',
  ),
  ANONYMOUS_POINTS_PER_MINUTE: variable(
    count.default(500),
    'What one address may ask for without signing in; a point is an object that can be returned.',
  ),
  GRAPHIQL: variable(
    z
      .enum(['0', '1'])
      .optional()
      .transform((value) => (value === undefined ? undefined : value === '1')),
    'Shows GraphiQL; default on, off in production.',
  ),
  LOG_LEVEL: variable(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    'Least severity that is logged.',
  ),
} as const;

export type VariableName = keyof typeof VARIABLES;
export type Values = { readonly [Name in VariableName]: z.infer<(typeof VARIABLES)[Name]['schema']> };

/** The documentation of every variable as a Markdown table; `docs/configuration.md` is this text. */
export function configurationTable(): string {
  const rows = Object.entries(VARIABLES).map(([name, { schema, purpose, secret: isSecret }]) => {
    const preset = schema.safeParse(undefined);
    const shown = !preset.success
      ? 'required'
      : preset.data === undefined || isEmptyList(preset.data)
        ? 'none'
        : isSecret
          ? 'local value'
          : `\`${defaultText(preset.data)}\``;
    return `| \`${name}\` | ${shown} | ${isSecret ? 'yes' : 'no'} | ${purpose} |`;
  });
  return ['| variable | default | secret | what it does |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function defaultText(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
