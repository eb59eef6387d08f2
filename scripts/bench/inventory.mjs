import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DOCUMENT_FIGURES } from './inventory/documents.mjs';
import { installPeers } from './inventory/peers.mjs';
import { documentRow, isWithin, legend, machine, table } from './inventory/report.mjs';
import { hasSamples } from './inventory/samples.mjs';
import { UPLOAD_FIGURES, measureUploads } from './inventory/uploads.mjs';

const PAIRS = 15;
const MEGABYTES = 64 * 2 ** 20;

/**
 * Reading of inventories against peers in the same run, and uploads through the whole product.
 * @param only name of one figure, or undefined for all
 * @param json whether the result is one JSON document on standard output, for programs
 * @param signal ends what runs in processes of its own
 * @param withDatabases gives the address of a migrated database of its own
 * @returns whether every limit was kept
 */
export async function benchInventory(root, { only, json, withDatabases, signal }) {
  const all = { ...DOCUMENT_FIGURES, ...UPLOAD_FIGURES };
  if (only !== undefined && !Object.hasOwn(all, only))
    throw new Error(`--only names no figure; there are ${Object.keys(all).join(', ')}`);
  const isWanted = ([name, { needs }]) => (only === undefined || only === name) && isPossible(name, needs);
  const wanted = Object.entries(all).filter(isWanted);
  if (wanted.some(([, { needs }]) => needs.peers)) installPeers();
  const rows = [];
  for (const [name, figure] of wanted.filter(([, { sides }]) => sides !== undefined)) {
    console.error(`measuring ${name} …`);
    rows.push(documentRow(name, figure, await inProcess(root, name, signal)));
  }
  const uploads = wanted.filter(([, { sides }]) => sides === undefined);
  for (const figure of uploads)
    rows.push(...(await withDatabases(['inventory'], (url) => measureUploads(root, url, figure))));
  console.log(json ? JSON.stringify({ machine: machine(), rows }, null, 2) : report(rows));
  return rows.every(isWithin);
}

function isPossible(name, { samples = false }) {
  if (!samples || hasSamples()) return true;
  console.error(`SKIPPED ${name}: the real files are not beside the project, in ../shared/data/sboms`);
  return false;
}

async function inProcess(root, name, signal) {
  const program = join(import.meta.dirname, 'inventory/document-process.mjs');
  const options = { maxBuffer: MEGABYTES, signal };
  const { stdout } = await promisify(execFile)(process.execPath, [program, root, name, String(PAIRS)], options);
  return JSON.parse(stdout);
}

function report(rows) {
  const { processor, cores, memoryGib, node } = machine();
  return `${processor}, ${cores} cores, ${memoryGib} GiB, Node ${node}; medians of one run, pairs one after the other\n
${table(rows)}\n\n${legend(rows)}\n`;
}
