import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HOSTILE_SAMPLES } from './hostile-samples.js';

const run = promisify(execFile);
const READER = join(import.meta.dirname, 'read-in-a-process.mjs');
const LIMIT_KB = 80 * 1024;
/** Far more than any takes; a machine under load must not fail the suite. */
const HANG_MS = 20_000;

/** What can be answered to an upload, each with the rule's own row. */
const CODES = [
  'EMPTY_FILE',
  'TOO_LARGE',
  'UNSUPPORTED_ENCODING',
  'MALFORMED_JSON',
  'MALFORMED_XML',
  'MALFORMED_YAML',
  'MALFORMED_TOML',
  'UNKNOWN_FORMAT',
  'UNSUPPORTED_SPEC_VERSION',
  'SCHEMA_INVALID',
  'XML_DTD_FORBIDDEN',
  'YAML_ALIAS_FORBIDDEN',
  'TOO_DEEP',
  'TOO_MANY_COMPONENTS',
  'TOO_MANY_EDGES',
  'MERGE_CONFLICT_MARKERS',
];
const WARNINGS = [
  'INVALID_PURL',
  'DUPLICATE_BOM_REF',
  'DUPLICATE_SPDXID',
  'DANGLING_REF',
  'NON_STRING_VERSION',
  'LINK_LOOP',
  'BAD_LINE',
  'ROOT_INFERRED',
  'DEPTH_UNKNOWN',
  'SKIPPED_INCLUDE',
  'NON_REGISTRY_SOURCE',
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mainstay-hostile-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly refusal: string | null;
  readonly warnings: readonly string[];
  readonly grownKb: number;
}

describe('a hostile file', () => {
  it('is there for every answer and every warning', () => {
    expect(HOSTILE_SAMPLES.length).toBeGreaterThanOrEqual(60);
    expect(CODES.filter((code) => !HOSTILE_SAMPLES.some(({ refusal }) => refusal === code))).toEqual([]);
    expect(WARNINGS.filter((code) => !HOSTILE_SAMPLES.some(({ warnings }) => warnings?.includes(code)))).toEqual([]);
  });

  it.each(HOSTILE_SAMPLES.map((sample, index) => ({ ...sample, index })))(
    'is answered in its own process, within its memory: $name',
    async ({ bytes, refusal, warnings = [], limits = {}, index }) => {
      const file = join(folder, String(index));
      await writeFile(file, bytes());
      const { stdout } = await run(process.execPath, [READER, file, JSON.stringify(limits)], { timeout: HANG_MS });
      const outcome = JSON.parse(stdout) as Outcome;
      expect(outcome).toMatchObject({ refusal, warnings: expect.arrayContaining([...warnings]) });
      expect(outcome.grownKb).toBeLessThan(LIMIT_KB);
    },
    2 * HANG_MS,
  );
});
