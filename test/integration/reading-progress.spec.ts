import { setImmediate as soon } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { AuditLog } from '../../libs/audit/src/audit-log.js';
import { ReadingProgress } from '../../libs/inventory/src/reading/reading-progress.js';
import { newId } from '#platform/kernel';
import { openTestDatabase } from '#platform/testing';

it('of a reader whose database is lost ends the job, and not the process', async () => {
  const database = await openTestDatabase();
  const progress = new ReadingProgress(database.unitOfWork(new AuditLog()), newId<'upl'>(), newId<'org'>());
  await database.close();
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on('unhandledRejection', note);
  progress.report({ kind: 'stage', stage: 'parsing', documentsRead: 0, documents: 1, components: 0 });
  // Long after the write has failed nobody waits for it yet.
  for (let turn = 0; turn < 200; turn += 1) await soon();
  await expect(progress.settled()).rejects.toThrow();
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});
