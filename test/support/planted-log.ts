import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkpointText, readSigner, signNote, type NoteSigner } from '../../libs/audit/src/note.rules.js';
import { leafHash, merkleRoot, newSigningKey } from '#libs/audit';

const SCRIPTS = resolve(import.meta.dirname, '../../scripts');

/** The shape of scripts/verify-log.mjs, which has no types since it runs without a build. */
interface VerifyLog {
  verifyLog(
    lines: AsyncIterable<string>,
    pinned?: readonly string[],
  ): Promise<{ size: number; root: string; checkpoints: number }>;
  linesOf(chunks: Iterable<Buffer>): AsyncIterable<string>;
  verifyInclusion(index: number, size: number, leaf: Buffer, proof: readonly Buffer[], root: Buffer): boolean;
  verifyConsistency(older: number, newer: number, from: Buffer, to: Buffer, proof: readonly Buffer[]): boolean;
  readCheckpoint(note: string, verifiers: readonly object[]): { readonly size: number; readonly root: Buffer };
  readVerifier(text: string): object;
  readonly BadLog: new () => Error & { readonly leaf: number | null };
}
const module = (await import(pathToFileURL(join(SCRIPTS, 'verify-log.mjs')).href)) as VerifyLog;

export const { verifyInclusion, verifyConsistency, readCheckpoint, readVerifier } = module;

export interface LogLine {
  readonly seq: number;
  readonly hash: string;
  readonly entry: string;
}

export interface PlantedLog {
  readonly verifiers: readonly string[];
  readonly checkpoints: readonly string[];
  readonly leaves: readonly LogLine[];
  /** Null for the end that the rest gives. */
  readonly end: object | null;
}

export function signer(name = 'mainstay.example/log'): NoteSigner {
  return readSigner(newSigningKey(name))!;
}

export function leafLine(seq: number, entry: string): LogLine {
  return { seq, hash: leafHash(entry).toString('hex'), entry };
}

export function rootOf(leaves: readonly LogLine[]): Buffer {
  return merkleRoot(leaves.map(({ hash }) => Buffer.from(hash, 'hex')));
}

export function checkpoint(leaves: readonly LogLine[], size: number, by: NoteSigner): string {
  return signNote(checkpointText(by.name, BigInt(size), rootOf(leaves.slice(0, size))), by);
}

/** A sound log of some leaves, with checkpoints at these sizes by one key. */
export function soundLog(count: number, sizes: readonly number[], by: NoteSigner): PlantedLog {
  const leaves = Array.from({ length: count }, (_, seq) =>
    leafLine(seq, JSON.stringify({ action: 'happen', facts: { text: `é "${String(seq)}"\n` } })),
  );
  return {
    verifiers: [by.verifier],
    checkpoints: sizes.map((size) => checkpoint(leaves, size, by)),
    leaves,
    end: null,
  };
}

export function exported({ verifiers, checkpoints, leaves, end }: PlantedLog): Buffer {
  const records = [
    { format: 'mainstay-audit-export/1' },
    ...verifiers.map((verifier) => ({ verifier })),
    ...checkpoints.map((note) => ({ checkpoint: note })),
    ...leaves,
    {
      end: end ?? {
        size: leaves.length,
        root: rootOf(leaves).toString('hex'),
        keys: verifiers.length,
        checkpoints: checkpoints.length,
      },
    },
  ];
  return Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

/** What the verifier says: null for an intact log, or what is wrong and at which leaf. */
export async function faultOf(
  bytes: Buffer,
  pinned: readonly string[] = [],
): Promise<{ readonly message: string; readonly leaf: number | null } | null> {
  try {
    await module.verifyLog(module.linesOf([bytes]), pinned);
    return null;
  } catch (error) {
    if (error instanceof module.BadLog) return { message: error.message, leaf: error.leaf };
    throw error;
  }
}

export const hasPython = spawnSync('python3', ['--version']).status === 0;

/** The same question to the second verifier, as a process of its own. */
export function pythonSays(
  bytes: Buffer,
  pinned: readonly string[] = [],
): { readonly status: number | null; readonly text: string } {
  const folder = mkdtempSync(join(tmpdir(), 'mainstay-log-'));
  try {
    const path = join(folder, 'export.jsonl');
    writeFileSync(path, bytes);
    const keys = pinned.flatMap((key) => ['--key', key]);
    const { status, stdout, stderr } = spawnSync('python3', [join(SCRIPTS, 'verify_log.py'), path, ...keys], {
      encoding: 'utf8',
    });
    return { status, text: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
