import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { PackageLink, PackageQuestion } from '#libs/catalog';
import { MINUTE_MS, SECOND_MS } from '#platform/kernel';
import { ReadingGaveUpError } from '../inventory.errors.js';
import type { InventoryRows } from './inventory-rows.js';
import type { ReadingReply, ReadingRequest } from './reading-messages.js';

/** A thread without work gives its memory back. */
const IDLE_MS = 30 * SECOND_MS;
/** One that read as many components has hundreds of megabytes, which it gives back at once: to start again takes less. */
const MANY_COMPONENTS = 20_000;

export type StageReport = Extract<ReadingReply, { kind: 'stage' }>;

export interface ReadingTask {
  /** Where the bytes lie; the thread reads them, so that they never pass this event loop. */
  readonly path: string;
  readonly fileName: string;
  resolve(questions: readonly PackageQuestion[]): Promise<ReadonlyMap<string, PackageLink>>;
  onStage(report: StageReport): void;
}

export interface ReadingLimits {
  readonly readingMs: number;
  readonly heapMb: number;
}

/** A refusal as it came from the thread: enough to store and to tell it. */
export type Refused = Pick<Extract<ReadingReply, { kind: 'refused' }>, 'code' | 'messageKey' | 'details'>;

/** One thread that reads uploads, one after the other; it starts with the first and ends when nothing came for a while. */
@Injectable()
export class ReadingThreads implements OnModuleDestroy {
  /** Far above what the largest permitted file takes; whatever needs more is not read. */
  protected readonly limits: ReadingLimits = { readingMs: 2 * MINUTE_MS, heapMb: 1_024 };
  private thread: Worker | null = null;
  private idle: NodeJS.Timeout | null = null;
  private last: Promise<unknown> = Promise.resolve();

  /** The rows of an upload, or why it is refused. Anything else that goes wrong is thrown, and the job comes again. */
  read(task: ReadingTask): Promise<InventoryRows | Refused> {
    const turn = this.last.then(() => this.readNow(task));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  async onModuleDestroy(): Promise<void> {
    await this.end();
  }

  private async readNow(task: ReadingTask): Promise<InventoryRows | Refused> {
    if (this.idle !== null) clearTimeout(this.idle);
    this.thread ??= start(this.limits);
    try {
      const reading = await converse(this.thread, task, this.limits);
      if ('counts' in reading && reading.counts.components >= MANY_COMPONENTS) await this.end();
      return reading;
    } catch (error) {
      await this.end();
      if (error instanceof ReadingGaveUpError) return error;
      throw error;
    } finally {
      this.idle = setTimeout(() => void this.end(), IDLE_MS);
      this.idle.unref();
    }
  }

  private async end(): Promise<void> {
    const { thread } = this;
    this.thread = null;
    await thread?.terminate();
  }
}

/** The compiled entry, also when this file is run from its source. */
function start({ heapMb }: ReadingLimits): Worker {
  const entry = createRequire(import.meta.url).resolve('#inventory/reading-thread');
  const thread = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: heapMb } });
  // It does not keep the process alive: a job that is cut off comes again.
  thread.unref();
  return thread;
}

function converse(thread: Worker, task: ReadingTask, { readingMs }: ReadingLimits): Promise<InventoryRows | Refused> {
  return new Promise((resolve, reject) => {
    const ask = (request: ReadingRequest): void => thread.postMessage(request);
    const timer = setTimeout(() => settle(() => reject(new ReadingGaveUpError())), readingMs);
    const settle = (outcome: () => void): void => {
      clearTimeout(timer);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
      outcome();
    };
    const onMessage = (reply: ReadingReply): void => {
      switch (reply.kind) {
        case 'stage':
          return task.onStage(reply);
        case 'questions':
          task.resolve(reply.questions).then(
            (projects) => ask({ kind: 'projects', projects }),
            (error: Error) => settle(() => reject(error)),
          );
          return;
        case 'rows':
          return settle(() => resolve(reply.rows));
        case 'refused':
          return settle(() => resolve(reply));
        case 'failed':
          return settle(() => reject(new Error(`the reading thread failed: ${reply.message}`)));
      }
    };
    const onError = (error: Error): void => {
      const isOutOfMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
      settle(() => reject(isOutOfMemory ? new ReadingGaveUpError() : error));
    };
    const onExit = (status: number): void => settle(() => reject(new Error(`the reading thread ended with ${status}`)));
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    ask({ kind: 'read', path: task.path, fileName: task.fileName });
  });
}
