import { z } from 'zod';

/** What the provider needs to know. Ports are numbers, paths are absolute or relative to the working directory. */
export interface OpenIdProviderOptions {
  /** A loopback name or address; anything else is refused, since everybody who reaches the page can be anybody. */
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** The issuer that tokens name; by default the origin that is listened on. */
  readonly issuer?: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Folder of the signing key, created when absent. Tokens of an earlier run stay verifiable. */
  readonly stateDir: string;
}

const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/** Thrown before anything listens; the message is for the operator. */
export class OpenIdOptionsError extends Error {
  override readonly name = 'OpenIdOptionsError';
}

const environment = z.object({
  NODE_ENV: z.string().optional(),
  OPENID_HOST: z.string().default('127.0.0.1'),
  OPENID_PORT: z.coerce.number().int().min(0).max(65_535),
  OPENID_ISSUER: z.url().optional(),
  OPENID_CLIENT_ID: z.string().min(1),
  OPENID_CLIENT_SECRET: z.string().min(16),
  OPENID_REDIRECT_URI: z.url(),
  OPENID_STATE_DIR: z.string().min(1),
});

/** Reads the options from environment variables; throws `OpenIdOptionsError` naming every variable that is wrong. */
export function optionsFromEnvironment(variables: Readonly<Record<string, string | undefined>>): OpenIdProviderOptions {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) throw new OpenIdOptionsError(z.prettifyError(parsed.error));
  const values = parsed.data;
  if (values.NODE_ENV === 'production') {
    throw new OpenIdOptionsError('the local OpenID provider signs anybody in and never runs with NODE_ENV=production');
  }
  const options: OpenIdProviderOptions = {
    host: values.OPENID_HOST,
    port: values.OPENID_PORT,
    issuer: values.OPENID_ISSUER,
    clientId: values.OPENID_CLIENT_ID,
    clientSecret: values.OPENID_CLIENT_SECRET,
    redirectUri: values.OPENID_REDIRECT_URI,
    stateDir: values.OPENID_STATE_DIR,
  };
  assertLoopback(options);
  return options;
}

/** Throws `OpenIdOptionsError` unless the provider would be reachable from this machine only. */
export function assertLoopback({ host }: Pick<OpenIdProviderOptions, 'host'>): void {
  if (LOOPBACK_HOSTS.includes(host)) return;
  throw new OpenIdOptionsError(
    `the local OpenID provider listens on ${LOOPBACK_HOSTS.join(', ')} only, not on "${host}"`,
  );
}
