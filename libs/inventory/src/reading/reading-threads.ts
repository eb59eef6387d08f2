import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { PackageLink, PackageQuestion } from '#libs/catalog';
import { MINUTE_MS } from '#platform/kernel';
import { ReadingGaveUpError } from '../inventory.errors.js';
import { BoundedThread, ThreadGaveUpError, type ThreadLimits } from './bounded-thread.js';
import type { InventoryRows } from './inventory-rows.js';
import type { ReadingReply, ReadingRequest } from './reading-messages.js';

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

/** A refusal as it came from the thread: enough to store and to tell it. */
export type Refused = Pick<Extract<ReadingReply, { kind: 'refused' }>, 'code' | 'messageKey' | 'details'>;

function isLarge(reading: InventoryRows | Refused): boolean {
  return 'counts' in reading && reading.counts.components >= MANY_COMPONENTS;
}

/** The thread that reads uploads, one after the other. */
@Injectable()
export class ReadingThreads implements OnModuleDestroy {
  /** Far above what the largest permitted file takes; whatever needs more is not read. */
  protected readonly limits: ThreadLimits = { ms: 2 * MINUTE_MS, heapMb: 1_024 };
  private readonly thread = new BoundedThread<ReadingRequest, ReadingReply>(
    '#inventory/reading-thread',
    () => this.limits,
  );

  /** The rows of an upload, or why it is refused. Anything else that goes wrong is thrown, and the job comes again. */
  async read({ path, fileName, resolve, onStage }: ReadingTask): Promise<InventoryRows | Refused> {
    try {
      return await this.thread.converse<InventoryRows | Refused>(
        { kind: 'read', path, fileName },
        (reply, turn) => {
          switch (reply.kind) {
            case 'stage':
              return onStage(reply);
            case 'questions':
              resolve(reply.questions).then(
                (projects) => turn.ask({ kind: 'projects', projects }),
                (error: Error) => turn.fail(error),
              );
              return;
            case 'rows':
              return turn.settle(reply.rows);
            case 'refused':
              return turn.settle(reply);
            case 'failed':
              return turn.fail(new Error(`the reading thread failed: ${reply.message}`));
          }
        },
        isLarge,
      );
    } catch (error) {
      if (error instanceof ThreadGaveUpError) return new ReadingGaveUpError();
      throw error;
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.thread.end();
  }
}
