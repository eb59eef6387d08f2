import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InvalidPeriodError, JournalQueries, journalCsv, periodOf, type Period } from '#libs/statements';
import { CliError } from '../cli-error.js';
import { cannotUse } from '../files.js';
import { say } from '../terminal.js';
import { withConnection, type DatabaseFlags } from './connections.js';

/** The journal tells who was paid what. */
export const OWNER_ONLY = 0o600;

export type JournalFlags = DatabaseFlags & { readonly from: string; readonly to: string; readonly out?: string };

/** Writes every posting of a period as CSV, to a file or to the standard output. */
export async function journalExport(flags: JournalFlags): Promise<void> {
  const period = periodIn(flags);
  await withConnection(flags, async (connection) => {
    const records = Readable.from(journalCsv(new JournalQueries(connection).rows(period)));
    if (flags.out === undefined) await pipeline(records, process.stdout, { end: false });
    else {
      await pipeline(records, createWriteStream(flags.out, { mode: OWNER_ONLY })).catch(cannotUse(flags.out));
      say('cli.written', { file: flags.out });
    }
  });
}

export function periodIn({ from, to }: JournalFlags): Period {
  try {
    return periodOf(from, to);
  } catch (error) {
    if (error instanceof InvalidPeriodError) throw new CliError('cli.journal.period', { from, to });
    throw error;
  }
}
