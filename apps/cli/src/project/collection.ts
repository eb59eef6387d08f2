import { instant, type ImportResult, type ImportWarning, type ProjectEvent, type SnapshotPart } from '#libs/vetting';
import { DomainError, sha256Hex } from '#platform/kernel';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CliError } from '../cli-error.js';
import { messages } from '../terminal.js';
import { NEVER_COLLECTED, SOURCES, type SourceName } from './coverage.js';

/** What is kept inside of the snapshot file; of larger parts only the digest is. */
const LARGEST_CONTENT = 8 * 1024 * 1024;
const QUIET_MS = 2_000;

export interface Collected {
  readonly source: SourceName;
  readonly name: string;
  readonly events: number;
}

/** Gathers what the importers give, the parts they were read from, and what was said on the way. */
export class Collection {
  readonly events: ProjectEvent[] = [];
  readonly warnings: ImportWarning[] = [];
  readonly parts: SnapshotPart[] = [];
  readonly collected: Collected[] = [];
  #saidAt = performance.now();

  constructor(readonly takenAt: Date) {}

  get now(): number {
    return this.takenAt.getTime();
  }

  add(source: SourceName, name: string, { events, warnings }: ImportResult): void {
    for (const event of events) this.events.push(event);
    for (const warning of warnings) this.warnings.push(warning);
    this.collected.push({ source, name, events: events.length });
  }

  /** @param keep false for what people wrote: of that only the digest is kept */
  keep(kind: string, name: string, bytes: Buffer, keep = true): void {
    const content = keep && bytes.length <= LARGEST_CONTENT ? bytes.toString('base64') : null;
    this.keepDigest(kind, name, sha256Hex(bytes), bytes.length, content);
  }

  keepDigest(kind: string, name: string, digest: string, bytes: number, content: string | null = null): void {
    this.parts.push({ takenAt: this.takenAt.toISOString(), kind, name: basename(name), digest, bytes, content });
  }

  get missing(): { readonly source: SourceName; readonly flag: string; readonly blind: readonly string[] }[] {
    return (Object.keys(SOURCES) as SourceName[])
      .filter((name) => !this.collected.some(({ source }) => source === name))
      .map((source) => ({ source, flag: SOURCES[source].flag, blind: SOURCES[source].signals }));
  }

  /** Where each kind of warning comes from. */
  get warningSources(): ReadonlyMap<string, readonly string[]> {
    const sources = new Map<string, string[]>();
    for (const { code, source } of this.warnings) {
      const known = sources.get(code);
      if (known) known.push(source);
      else sources.set(code, [source]);
    }
    return sources;
  }

  summary(): object {
    const { collected, missing, warnings } = this;
    return {
      takenAt: this.takenAt.toISOString(),
      collected,
      events: this.events.length,
      warnings,
      missing,
      neverCollected: NEVER_COLLECTED,
    };
  }

  /** A sign of life every two seconds, beside the output. */
  progress(what: 'commits' | 'messages', count: number): void {
    if (performance.now() - this.#saidAt < QUIET_MS) return;
    this.#saidAt = performance.now();
    process.stderr.write(`${messages.text(`cli.project.progress.${what}`, { count })}\n`);
  }
}

export const nowOf = ({ now }: Collection) => instant(now);

/** @throws CliError */
export async function bytesOf(file: string): Promise<Buffer> {
  return readFile(file).catch(cannotRead(file));
}

export function cannotRead(file: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code === undefined) throw error;
    throw new CliError('cli.cannotReadFile', { file, code: error.code }, { cause: error });
  };
}

/** What an importer refuses is told to the person as one line. */
export async function told<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw new CliError(error.messageKey, error.details, { cause: error });
    throw error;
  }
}
