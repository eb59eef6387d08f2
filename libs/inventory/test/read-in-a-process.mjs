// Reads one file as an upload in a process of its own, and says what became of it and how much memory that took.
// Arguments: file, JSON of limits that differ from the default.
import { readFileSync } from 'node:fs';
import { readUpload } from '../../../dist/libs/inventory/src/bundle/read-upload.js';
import { DEFAULT_DOCUMENT_LIMITS } from '../../../dist/libs/inventory/src/document-limits.js';
import { peakKb } from '../../../scripts/lib/peak-memory.mjs';

const [file, limits = '{}'] = process.argv.slice(2);
const bytes = readFileSync(file);
// What the machinery itself needs once is not the sample's.
try {
  readUpload('upload', Buffer.from('{"bomFormat":"CycloneDX","specVersion":"1.5"}'));
} catch {
  // It is read; this cannot be reached.
}
const before = peakKb();
const started = process.hrtime.bigint();
let outcome;
try {
  const { warnings } = readUpload('upload', bytes, { limits: { ...DEFAULT_DOCUMENT_LIMITS, ...JSON.parse(limits) } });
  outcome = { refusal: null, warnings: [...warnings.counts.keys()] };
} catch (error) {
  outcome = { refusal: error.code ?? String(error), warnings: [] };
}
const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
process.stdout.write(JSON.stringify({ ...outcome, milliseconds, grownKb: peakKb() - before }));
