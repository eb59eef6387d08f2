import { setTimeout as sleep } from 'node:timers/promises';
import { addMs, type Clock } from '#platform/kernel';
import type { Config } from '#platform/config';
import { ForeignHttpError, type ForeignHttp } from '#platform/outbound';
import type { PublicAnswers, StoredAnswer } from './public-answers.repository.js';

export type PublicService = 'deps.dev' | 'ecosyste.ms' | 'scorecard';

/** A service that does not answer; the package is tried again in a later run. */
export class ServiceUnavailableError extends Error {
  constructor(
    readonly service: PublicService,
    readonly reason: string,
  ) {
    super(`${service}: ${reason}`);
    this.name = 'ServiceUnavailableError';
  }
}

const ORIGIN_VARIABLES = {
  'deps.dev': 'DEPS_DEV_ORIGIN',
  'ecosyste.ms': 'ECOSYSTE_MS_ORIGIN',
  scorecard: 'SCORECARD_ORIGIN',
} as const;
const LARGEST_ANSWER = 4 * 1_048_576;
/** These services are free and shared: at most so often, whatever their own limits are. */
const PAUSE_MS = 100;
const TRIES = 3;
const LONGEST_WAIT_MS = 60_000;

export interface Answer {
  readonly value: unknown;
  readonly fetchedAt: Date;
}

/** The one client for public services about packages: cached, one request at a time for each of them, patient when asked to be. */
export class PublicServices {
  private readonly turns = new Map<PublicService, Promise<unknown>>();
  private asked = 0;

  constructor(
    private readonly http: ForeignHttp,
    private readonly config: Config,
    private readonly answers: PublicAnswers,
    private readonly clock: Clock,
  ) {}

  get now(): Date {
    return this.clock.now();
  }

  /** How many requests were sent. */
  get requests(): number {
    return this.asked;
  }

  /**
   * What a service answers, as JSON; null when it does not know.
   * @param maxAgeMs older answers are asked for again
   * @throws ServiceUnavailableError
   */
  async ask(service: PublicService, path: string, maxAgeMs: number): Promise<Answer | null> {
    const address = `${this.config.get(ORIGIN_VARIABLES[service])}${path}`;
    const known = await this.answers.find(address, addMs(this.now, -maxAgeMs));
    if (known !== undefined) return answerOf(service, known);
    const turn = (this.turns.get(service) ?? Promise.resolve()).then(() => this.fetch(service, address));
    // Whoever is next in turn waits for the end of this one, however it ends.
    this.turns.set(
      service,
      turn.catch(() => undefined),
    );
    const fetched = { body: await turn, fetchedAt: this.now };
    const answer = answerOf(service, fetched);
    await this.answers.keep(address, fetched);
    return answer;
  }

  private async fetch(service: PublicService, address: string): Promise<string | null> {
    for (let attempt = 1; ; attempt += 1) {
      this.asked += 1;
      try {
        return await this.http.readText(address, LARGEST_ANSWER);
      } catch (error) {
        if (!(error instanceof ForeignHttpError)) throw error;
        if (error.reason === 'NOT_FOUND') return null;
        const mayChange = error.reason === 'BUSY' || error.reason === 'TIMEOUT' || error.reason === 'UNREACHABLE';
        const wait = (error.retryAfterSeconds ?? attempt) * 1_000;
        if (!mayChange || attempt === TRIES || wait > LONGEST_WAIT_MS)
          throw new ServiceUnavailableError(service, error.reason);
        await sleep(wait);
      } finally {
        await sleep(PAUSE_MS);
      }
    }
  }
}

function answerOf(service: PublicService, { body, fetchedAt }: StoredAnswer): Answer | null {
  if (body === null) return null;
  try {
    return { value: JSON.parse(body) as unknown, fetchedAt };
  } catch {
    throw new ServiceUnavailableError(service, 'NOT_JSON');
  }
}
