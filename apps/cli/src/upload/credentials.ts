import { z } from 'zod';
import { CliError } from '../cli-error.js';
import { bytesOf } from '../files.js';
import type { PatientHttp } from './patient-http.js';

const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';
const EXCHANGED = z.object({ access_token: z.string().min(1) });
const REFUSED = z.object({ error_description: z.string() });
const IDENTITY = z.object({ value: z.string().min(1) });

export interface CredentialFlags {
  readonly tokenFile?: string;
  /** Name of the variable that holds an OpenID token of the job. */
  readonly idTokenEnv?: string;
  /** What the identity of the job is made for; the origin of the server unless given. */
  readonly audience?: string;
  /** The registered workload that is meant: `wkl_…`. */
  readonly workload?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The token that is sent: the one of a file, of MAINSTAY_TOKEN, or one that the job gets for its own identity. None comes
 * from the command line, where every process of the machine could read it.
 */
export async function tokenFrom(
  flags: CredentialFlags,
  environment: Environment,
  { http, origin }: { readonly http: PatientHttp; readonly origin: string },
): Promise<string> {
  const { tokenFile, idTokenEnv } = flags;
  if (tokenFile !== undefined && idTokenEnv !== undefined) throw new CliError('cli.upload.twoTokens');
  if (tokenFile !== undefined) return shaped((await bytesOf(tokenFile)).toString('utf8'), tokenFile);
  if (idTokenEnv !== undefined) {
    const identity = environment[idTokenEnv];
    if (!identity) throw new CliError('cli.upload.noIdToken', { name: idTokenEnv });
    return exchanged(flags, { http, origin }, () => Promise.resolve(identity));
  }
  // A secret that is not set arrives as an empty text in most build systems.
  if (environment.MAINSTAY_TOKEN) return shaped(environment.MAINSTAY_TOKEN, 'MAINSTAY_TOKEN');
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = environment;
  if (!url || !bearer) throw new CliError('cli.upload.noToken');
  return exchanged(flags, { http, origin }, () => identityOfJob(http, { url, bearer }, flags.audience ?? origin));
}

function shaped(text: string, place: string): string {
  const token = text.trim();
  if (!/^[\x21-\x7e]+$/.test(token)) throw new CliError('cli.upload.tokenShape', { place });
  return token;
}

/** GitHub Actions and Forgejo Actions hand a job its identity at an address of their own. */
async function identityOfJob(
  http: PatientHttp,
  { url, bearer }: { readonly url: string; readonly bearer: string },
  audience: string,
): Promise<string> {
  if (!URL.canParse(url)) throw new CliError('cli.upload.noIdentity', { status: url });
  const address = new URL(url);
  address.searchParams.set('audience', audience);
  const headers = { Authorization: `Bearer ${bearer}` };
  const { status, text } = await http.insist(address.href, () => Promise.resolve(new Request(address, { headers })));
  const parsed = IDENTITY.safeParse(jsonOf(text));
  if (!parsed.success) throw new CliError('cli.upload.noIdentity', { status });
  return parsed.data.value;
}

/** RFC 8693. An identity is taken once, so a second attempt asks for another one where that is possible. */
async function exchanged(
  { workload }: CredentialFlags,
  { http, origin }: { readonly http: PatientHttp; readonly origin: string },
  identity: () => Promise<string>,
): Promise<string> {
  const address = `${origin}/oauth/token-exchange`;
  const { text } = await http.insist(address, async () => {
    const form = new URLSearchParams({
      grant_type: GRANT,
      subject_token_type: JWT,
      subject_token: await identity(),
      ...(workload === undefined ? {} : { audience: workload }),
    });
    return new Request(address, { method: 'POST', body: form });
  });
  const answer = jsonOf(text);
  const parsed = EXCHANGED.safeParse(answer);
  if (parsed.success) return parsed.data.access_token;
  const reason = REFUSED.safeParse(answer).data?.error_description;
  if (reason === undefined) throw new CliError('cli.upload.notMainstay', { address: new URL(origin).host });
  throw new CliError('cli.upload.identityRefused', { reason });
}

/** Undefined for what is no JSON, such as the page of a proxy. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
