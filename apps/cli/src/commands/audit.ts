import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { AuditExport, AuditQueries, newSigningKey } from '#libs/audit';
import { CliError } from '../cli-error.js';
import { cannotUse } from '../files.js';
import { ROOT } from '../root.js';
import { print, say } from '../terminal.js';
import { withConnection, type DatabaseFlags } from './connections.js';

/** An export tells what organisations did. */
const OWNER_ONLY = 0o600;

/** The verifier is one file that runs without Mainstay, so it is no part of the build; this is its shape. */
interface Verifier {
  verifyFile(
    path: string,
    pinned: readonly string[],
  ): Promise<{ readonly size: number; readonly root: string; readonly checkpoints: number }>;
  readonly BadLog: new (message: string, leaf: number | null) => Error;
}

export async function auditHead(flags: DatabaseFlags): Promise<void> {
  await withConnection(flags, async (connection) => {
    const { head, recomputedRoot, firstBadLeaf } = await new AuditQueries(connection).check();
    say('cli.audit.head', { size: head.size.toString(), root: head.root });
    if (firstBadLeaf !== null) throw new CliError('cli.audit.badLeaf', { leaf: firstBadLeaf });
    if (recomputedRoot !== head.root) throw new CliError('cli.audit.badRoot', { root: recomputedRoot });
    say('cli.audit.intact');
  });
}

/** Writes the whole log, line by line, to a file or to the standard output. */
export async function auditExport(flags: DatabaseFlags & { readonly out?: string }): Promise<void> {
  await withConnection(flags, async (connection) => {
    const lines = Readable.from(new AuditExport(connection).lines());
    if (flags.out === undefined) await pipeline(lines, process.stdout, { end: false });
    else {
      await pipeline(lines, createWriteStream(flags.out, { mode: OWNER_ONLY })).catch(cannotUse(flags.out));
      say('cli.written', { file: flags.out });
    }
  });
}

/** Verifies an export with nothing but the file. Keys that are named replace those of the export. */
export async function auditVerify(file: string, { key }: { readonly key?: readonly string[] }): Promise<void> {
  const path = pathToFileURL(join(ROOT, 'scripts/verify-log.mjs')).href;
  const { verifyFile, BadLog } = (await import(path)) as Verifier;
  try {
    const { size, root, checkpoints } = await verifyFile(file, key ?? []);
    say('cli.audit.verified', { size, root, checkpoints });
    if (key === undefined) say('cli.audit.keysOfExport');
  } catch (error) {
    if (error instanceof BadLog) throw new CliError('cli.audit.broken', { reason: error.message }, { cause: error });
    return cannotUse(file)(error);
  }
}

/** A new signing key for AUDIT_SIGNING_KEY. It is printed and kept nowhere. */
export function auditKey(origin: string): void {
  if (!/^[^+\s]{1,100}$/.test(origin)) throw new CliError('cli.audit.invalidName', { name: origin });
  print(newSigningKey(origin));
}
