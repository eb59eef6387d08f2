import { z } from 'zod';
import { CliError } from '../cli-error.js';
import { jsonOf } from './credentials.js';
import type { PatientHttp } from './patient-http.js';

const ANSWER = z.object({
  data: z.record(z.string(), z.unknown()).nullable().optional(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).optional() })).optional(),
});
const PAYLOAD = z.object({ userErrors: z.array(z.object({ code: z.string(), message: z.string() })) });
const PROBLEM = z.object({ code: z.string(), message: z.string() });

/** What a server said no to, with its own code and words. */
export class RefusedByServer extends CliError {
  constructor(
    readonly code: string,
    readonly text: string,
  ) {
    super('cli.upload.refused', { code, text });
  }
}

/** The public API of a Mainstay, as a build job uses it. */
export class MainstayClient {
  constructor(
    private readonly http: PatientHttp,
    readonly origin: string,
    private readonly token: string,
  ) {}

  /**
   * @throws RefusedByServer for the first error of the request, or of the payload of its mutation
   * @throws CliError when the token is not taken, or no Mainstay answers
   */
  async ask<Data>(query: string, variables: Readonly<Record<string, unknown>>): Promise<Data> {
    const { status, text } = await this.post(JSON.stringify({ query, variables }));
    if (status === 401) throw new CliError('cli.upload.wrongToken');
    const parsed = ANSWER.safeParse(jsonOf(text));
    const { data = null, errors = [] } = parsed.data ?? {};
    if (errors[0] !== undefined) throw new RefusedByServer(errors[0].extensions?.code ?? '', errors[0].message);
    if (data === null) throw new CliError('cli.upload.notMainstay', { address: this.host });
    for (const payload of Object.values(data)) {
      const [refusal] = PAYLOAD.safeParse(payload).data?.userErrors ?? [];
      if (refusal !== undefined) throw new RefusedByServer(refusal.code, refusal.message);
    }
    return data as Data;
  }

  /**
   * Sends bytes to an address that was handed out. Null when they were taken, else why they were not.
   * @throws CliError when nobody answers, or not in the words of a Mainstay
   */
  async put(address: string, bytes: Uint8Array): Promise<RefusedByServer | null> {
    const body = new Uint8Array(bytes);
    const headers = { 'Content-Type': 'application/octet-stream' };
    const { status, text } = await this.http.insist(address, () =>
      Promise.resolve(new Request(address, { method: 'PUT', headers, body })),
    );
    if (status === 201) return null;
    const problem = PROBLEM.safeParse(jsonOf(text)).data;
    if (problem === undefined) throw new CliError('cli.upload.serverFails', { address: new URL(address).host, status });
    return new RefusedByServer(problem.code, problem.message);
  }

  private post(body: string): ReturnType<PatientHttp['insist']> {
    const address = `${this.origin}/graphql`;
    const headers = { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' };
    return this.http.insist(address, () => Promise.resolve(new Request(address, { method: 'POST', headers, body })));
  }

  private get host(): string {
    return new URL(this.origin).host;
  }
}

/**
 * The origin of a server that was named.
 * @throws CliError for what is no address, and for one at which the token would cross a network in the clear
 */
export function originOf(url: string | undefined): string {
  if (!url) throw new CliError('cli.upload.noServer');
  if (!URL.canParse(url)) throw new CliError('cli.upload.noAddress', { url });
  const { protocol, hostname, origin } = new URL(url);
  const isHere = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && isHere)) throw new CliError('cli.upload.notHttps', { url });
  return origin;
}
