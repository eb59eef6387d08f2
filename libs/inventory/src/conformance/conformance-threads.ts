import type { OnModuleDestroy } from '@nestjs/common';
import { MINUTE_MS } from '#platform/kernel';
import { BoundedThread, ThreadGaveUpError, type ThreadLimits } from '../reading/bounded-thread.js';
import { notChecked, type Conformance } from './conformance.js';
import type { ConformanceReply, ConformanceRequest, UploadedDocument } from './conformance-messages.js';
import { schemaOf } from './schemas.js';

/** The thread that compares documents with schemas: another one than that of the reader, which never waits for it. */
export class ConformanceThreads implements OnModuleDestroy {
  /** A large real document takes a few seconds; one that takes more than this is not worth more. */
  protected readonly limits: ThreadLimits = { ms: MINUTE_MS, heapMb: 1_024 };
  private readonly thread = new BoundedThread<ConformanceRequest, ConformanceReply>(
    '#inventory/conformance-thread',
    () => this.limits,
  );

  /** @param spdxSchemas folder with the schemas of SPDX, null when there is none */
  constructor(readonly spdxSchemas: string | null) {}

  /** Always an outcome, whatever the document is made of; only a fault of our own is thrown, and the job comes again. */
  async check(document: UploadedDocument): Promise<Conformance> {
    const schema = schemaOf(document, this.spdxSchemas);
    if (typeof schema === 'string') return notChecked(schema);
    try {
      return await this.thread.converse<Conformance>({ ...document, schema }, (reply, turn) =>
        reply.kind === 'checked'
          ? turn.settle(reply.conformance)
          : turn.fail(new Error(`the conformance thread failed: ${reply.message}`)),
      );
    } catch (error) {
      if (!(error instanceof ThreadGaveUpError)) throw error;
      return notChecked(error.lacked === 'time' ? 'TOOK_TOO_LONG' : 'TOOK_TOO_MUCH_MEMORY');
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.thread.end();
  }
}
