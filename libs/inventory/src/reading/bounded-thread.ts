import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { SECOND_MS } from '#platform/kernel';

/** A thread without work gives its memory back. */
const IDLE_MS = 30 * SECOND_MS;

export interface ThreadLimits {
  /** For one conversation, from its first word to its outcome. */
  readonly ms: number;
  readonly heapMb: number;
}

/** A thread took more than it may, and was ended. */
export class ThreadGaveUpError extends Error {
  constructor(readonly lacked: 'time' | 'memory') {
    super(`a thread was ended for want of ${lacked}`);
    this.name = 'ThreadGaveUpError';
  }
}

/** What one side of a conversation can do when the other has said something. */
export interface Turn<Request, Outcome> {
  ask(request: Request): void;
  settle(outcome: Outcome): void;
  fail(error: Error): void;
}

/**
 * A thread that is talked to, one conversation after the other; it starts with the first and ends when nothing came for a
 * while, or when a conversation fails.
 */
export class BoundedThread<Request, Reply> {
  private thread: Worker | null = null;
  private idle: NodeJS.Timeout | null = null;
  private last: Promise<unknown> = Promise.resolve();

  /** @param entry the compiled entry as `package.json` names it, also when this file is run from its source */
  constructor(
    private readonly entry: string,
    private readonly limits: () => ThreadLimits,
  ) {}

  /**
   * @param isLarge of outcomes after which the thread has so much memory that it gives it back at once
   * @throws ThreadGaveUpError; anything else that goes wrong, as it is
   */
  converse<Outcome>(
    first: Request,
    onReply: (reply: Reply, turn: Turn<Request, Outcome>) => void,
    isLarge: (outcome: Outcome) => boolean = () => false,
  ): Promise<Outcome> {
    const turn = this.last.then(async () => {
      const outcome = await this.converseNow(first, onReply);
      if (isLarge(outcome)) await this.end();
      return outcome;
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  async end(): Promise<void> {
    const { thread } = this;
    this.thread = null;
    await thread?.terminate();
  }

  private async converseNow<Outcome>(
    first: Request,
    onReply: (reply: Reply, turn: Turn<Request, Outcome>) => void,
  ): Promise<Outcome> {
    if (this.idle !== null) clearTimeout(this.idle);
    const { ms, heapMb } = this.limits();
    this.thread ??= this.start(heapMb);
    try {
      return await converse(this.thread, ms, first, onReply);
    } catch (error) {
      await this.end();
      throw error;
    } finally {
      this.idle = setTimeout(() => void this.end(), IDLE_MS);
      this.idle.unref();
    }
  }

  private start(heapMb: number): Worker {
    const entry = createRequire(import.meta.url).resolve(this.entry);
    const thread = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    // It does not keep the process alive: a job that is cut off comes again.
    thread.unref();
    return thread;
  }
}

function converse<Request, Reply, Outcome>(
  thread: Worker,
  ms: number,
  first: Request,
  onReply: (reply: Reply, turn: Turn<Request, Outcome>) => void,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const end = (outcome: () => void): void => {
      clearTimeout(timer);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      outcome();
    };
    const fail = (error: Error): void => end(() => reject(error));
    const turn: Turn<Request, Outcome> = {
      ask: (request) => thread.postMessage(request),
      settle: (outcome) => end(() => resolve(outcome)),
      fail,
    };
    const timer = setTimeout(() => fail(new ThreadGaveUpError('time')), ms);
    const onMessage = (reply: Reply): void => onReply(reply, turn);
    const onError = (error: NodeJS.ErrnoException): void =>
      fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ThreadGaveUpError('memory') : error);
    const onExit = (status: number): void => fail(new Error(`the thread ended with ${status}`));
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    turn.ask(first);
  });
}
