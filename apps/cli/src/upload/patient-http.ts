import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND_MS } from '#platform/kernel';
import { CliError } from '../cli-error.js';

interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

const ATTEMPTS = 5;
const FIRST_WAIT_MS = 500;
/** Who is told to come back later than this is told so, instead of waiting in a build that costs money. */
const LONGEST_WAIT_MS = 60 * SECOND_MS;
/** Of one attempt: a server that takes a request and says nothing is as good as none. */
const ATTEMPT_MS = 60 * SECOND_MS;
const PASSING = [429, 500, 502, 503, 504];

/** Requests that are tried again while the network or the server fails, a few times and for a bounded while. */
export class PatientHttp {
  constructor(private readonly signal: AbortSignal) {}

  /**
   * The first answer that is not "try again". Waits double from half a second; `Retry-After` counts instead of them.
   * @param request makes the request anew for each attempt, and may itself ask for what it needs first
   * @throws CliError when there is no such answer after five attempts
   */
  async insist(address: string, request: () => Promise<Request>): Promise<HttpAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.once(await request());
      if (!(outcome instanceof Error) && !PASSING.includes(outcome.status)) {
        const { status, location } = outcome;
        if (location !== null) throw new CliError('cli.upload.redirected', { address, status, to: location });
        return outcome;
      }
      const waitMs = waitOf(outcome, attempt);
      if (attempt === ATTEMPTS || waitMs > LONGEST_WAIT_MS) throw failureOf(address, outcome, waitMs);
      await this.wait(waitMs);
    }
  }

  async wait(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.signal });
  }

  /** An answer that came whole, or the error of the network. The end of the whole run is neither. */
  private async once(request: Request): Promise<Received | Error> {
    try {
      const signal = AbortSignal.any([this.signal, AbortSignal.timeout(ATTEMPT_MS)]);
      const response = await fetch(request, { signal, redirect: 'manual' });
      const { status, headers } = response;
      const location = status >= 300 && status < 400 ? headers.get('Location') : null;
      return { status, location, retryAfter: headers.get('Retry-After'), text: await response.text() };
    } catch (error) {
      if (this.signal.aborted) throw error;
      return error as Error;
    }
  }
}

interface Received extends HttpAnswer {
  readonly location: string | null;
  readonly retryAfter: string | null;
}

/** A date instead of seconds is not looked at: the usual wait does as well. */
function waitOf(outcome: Received | Error, attempt: number): number {
  const told = outcome instanceof Error ? null : outcome.retryAfter;
  return told !== null && /^\d{1,9}$/.test(told) ? Number(told) * SECOND_MS : FIRST_WAIT_MS * 2 ** (attempt - 1);
}

function failureOf(address: string, outcome: Received | Error, waitMs: number): CliError {
  const { host } = new URL(address);
  if (outcome instanceof Error) {
    const reason = (outcome.cause as NodeJS.ErrnoException | undefined)?.code ?? outcome.name;
    return new CliError('cli.upload.unreachable', { address: host, reason }, { cause: outcome });
  }
  if (outcome.status === 429) {
    return new CliError('cli.upload.tooManyRequests', { address: host, seconds: Math.ceil(waitMs / SECOND_MS) });
  }
  return new CliError('cli.upload.serverFails', { address: host, status: outcome.status });
}
