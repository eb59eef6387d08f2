import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { MalformedCatalogueError, UnknownCatalogueError } from './catalogue-file.errors.js';
import type { CatalogueRecord } from './catalogue-facts.js';
import { ALIAS_TABLE } from './shapes/alias-table.js';
import type { JsonShape, ReadingContext, TableShape, Unnumbered } from './shapes/catalogue-shape.js';
import { CATALOGUE_TABLE } from './shapes/catalogue-table.js';
import { CRITICALITY_TABLE, FIRST_CRITICALITY_TABLE } from './shapes/criticality-tables.js';
import { DEPS_DEV_PROJECT, DEPS_DEV_VERSION } from './shapes/deps-dev.js';
import { ECOSYSTE_MS_PACKAGE } from './shapes/ecosyste-ms.js';
import { SCORECARD, isObject } from './shapes/scorecard.js';

const TABLES: readonly TableShape[] = [CATALOGUE_TABLE, CRITICALITY_TABLE, FIRST_CRITICALITY_TABLE, ALIAS_TABLE];
const JSONS: readonly JsonShape[] = [SCORECARD, DEPS_DEV_PROJECT, DEPS_DEV_VERSION, ECOSYSTE_MS_PACKAGE];

/** The names of everything that can be imported, for help and refusals. */
export const CATALOGUE_SHAPES = [...TABLES, ...JSONS].map(({ name }) => name);

/** A list in one piece is held in memory; one record a line may be as long as it likes. */
const LARGEST_PIECE = 256 * 1_048_576;
const LONGEST_FIELD = 1_048_576;
const GZIP_MAGIC = [0x1f, 0x8b] as const;

/**
 * The records of a list in one of `CATALOGUE_SHAPES`, told by its content, also when it is packed with gzip. A table has
 * a line of columns; JSON is one value, a list, or one value a line. Memory does not grow with tables and lines.
 * @throws UnknownCatalogueError, MalformedCatalogueError
 */
export async function* catalogueRecords(path: string, context: ReadingContext): AsyncGenerator<CatalogueRecord> {
  let record = 0;
  try {
    const records = (await isJson(path)) ? jsonRecords(path, context) : tableRecords(path, context);
    for await (const entry of records) {
      record += 1;
      yield 'reason' in entry ? { ...entry, record } : entry;
    }
  } catch (error) {
    if (/^(?:Z|CSV)_/.test((error as NodeJS.ErrnoException).code ?? '')) throw new MalformedCatalogueError(record + 1);
    throw error;
  }
}

async function isJson(path: string): Promise<boolean> {
  const stream = await textOf(path);
  const first = await firstLine(createInterface({ input: stream, crlfDelay: Infinity }));
  // Read again from the start later: a peek of one line has taken more than that from the stream.
  stream.destroy();
  if (first === null) throw new MalformedCatalogueError(1);
  return /^\uFEFF?\s*[[{]/.test(first);
}

async function textOf(path: string): Promise<Readable> {
  const handle = await open(path);
  const start = Buffer.alloc(GZIP_MAGIC.length);
  await handle.read(start, 0, start.length, 0).finally(() => handle.close());
  const bytes = createReadStream(path);
  if (!GZIP_MAGIC.every((byte, index) => start[index] === byte)) return bytes;
  // An error of either part ends the other, and reaches whoever reads.
  return pipeline(bytes, createGunzip(), () => undefined);
}

async function firstLine(lines: AsyncIterable<string>): Promise<string | null> {
  for await (const line of lines) if (line.trim() !== '') return line;
  return null;
}

async function* tableRecords(path: string, context: ReadingContext): AsyncGenerator<Unnumbered> {
  const parser = (await textOf(path)).pipe(
    parse({ bom: true, relax_column_count: true, skip_empty_lines: true, max_record_size: LONGEST_FIELD }),
  );
  let shape: TableShape | undefined;
  let columns = new Map<string, number>();
  for await (const values of parser as AsyncIterable<string[]>) {
    if (shape === undefined) {
      columns = new Map(values.map((name, index) => [columnOf(name), index]));
      shape = TABLES.find(({ matches }) => matches(new Set(columns.keys())));
      if (shape === undefined) throw new UnknownCatalogueError(CATALOGUE_SHAPES);
      continue;
    }
    yield shape.read((column) => values[columns.get(column) ?? -1] ?? '', context);
  }
}

/** "(m)" and the like name a unit, which is not part of the name. */
function columnOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/\(.*\)/, '')
    .trim();
}

async function* jsonRecords(path: string, context: ReadingContext): AsyncGenerator<Unnumbered> {
  let shape: JsonShape | undefined;
  for await (const value of jsonValues(path)) {
    if (!isObject(value)) {
      yield { reason: 'NOT_A_RECORD' };
      continue;
    }
    shape ??= JSONS.find(({ matches }) => matches(value));
    if (shape === undefined) throw new UnknownCatalogueError(CATALOGUE_SHAPES);
    yield* shape.matches(value) ? shape.read(value, context) : [{ reason: 'NOT_A_RECORD' } as const];
  }
}

/** The values of a document: its lines, when the first of them is one; else the document, or what is in its list. */
async function* jsonValues(path: string): AsyncGenerator<unknown> {
  const lines = createInterface({ input: await textOf(path), crlfDelay: Infinity });
  const piece: string[] = [];
  let size = 0;
  let isOneALine = false;
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const value = piece.length === 0 ? parsed(line) : undefined;
    if (value !== undefined && isObject(value)) {
      isOneALine = true;
      yield value;
    } else if (isOneALine) yield null;
    else {
      size += line.length;
      if (size > LARGEST_PIECE) throw new MalformedCatalogueError(1);
      piece.push(line);
    }
  }
  if (piece.length === 0) return;
  const whole = parsed(piece.join('\n'));
  if (whole === undefined) throw new MalformedCatalogueError(1);
  yield* Array.isArray(whole) ? (whole as unknown[]) : [whole];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}
