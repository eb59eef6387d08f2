import { SECOND_MS } from '#platform/kernel';
import { CliError } from '../cli-error.js';

/** One run of a command that talks to a server: it ends when its time is over, or when somebody asks for an end. */
export class LimitedRun {
  private readonly interruption = new AbortController();
  private readonly time: AbortSignal;
  /** Ends whatever waits. */
  readonly signal: AbortSignal;

  constructor(private readonly seconds: number) {
    this.time = AbortSignal.timeout(seconds * SECOND_MS);
    this.signal = AbortSignal.any([this.time, this.interruption.signal]);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => this.interruption.abort());
  }

  /** @throws CliError that says why work was cut off; other errors are thrown on as they are */
  async of<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.interruption.signal.aborted) throw new CliError('cli.upload.interrupted', {}, { cause: error });
      if (this.time.aborted) throw new CliError('cli.upload.tookTooLong', { seconds: this.seconds }, { cause: error });
      throw error;
    }
  }
}
