import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PartyStatementsQueries, statementCsv, type Party } from '#libs/statements';
import { formatId, parseId, prefixOf } from '#platform/kernel';
import { CliError } from '../cli-error.js';
import { cannotUse } from '../files.js';
import { say } from '../terminal.js';
import { withConnection } from './connections.js';
import { OWNER_ONLY, periodIn, type JournalFlags } from './journal.js';

type StatementFlags = JournalFlags & { readonly payer?: string; readonly payee?: string };

/** Writes the statement of a payer or a payee as CSV, to a file or to the standard output. */
export async function statementExport(flags: StatementFlags): Promise<void> {
  const period = periodIn(flags);
  const party = partyIn(flags);
  await withConnection(flags, async (connection) => {
    const records = Readable.from(statementCsv(new PartyStatementsQueries(connection).entries(party, period)));
    if (flags.out === undefined) await pipeline(records, process.stdout, { end: false });
    else {
      await pipeline(records, createWriteStream(flags.out, { mode: OWNER_ONLY })).catch(cannotUse(flags.out));
      say('cli.written', { file: flags.out });
    }
  });
}

function partyIn({ payer, payee }: StatementFlags): Party {
  if ((payer === undefined) === (payee === undefined)) throw new CliError('cli.statement.whose');
  const text = payer ?? payee!;
  const isOrganisation = payer !== undefined || prefixOf(text) === 'org';
  const id = isOrganisation ? parseId('org', text) : parseId('usr', text);
  if (formatId(isOrganisation ? 'org' : 'usr', id) !== text) throw new CliError('cli.statement.noId', { id: text });
  return { kind: payer === undefined ? 'payee' : 'payer', id };
}
