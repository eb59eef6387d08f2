import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const TARGET_SECONDS = 60;
const TARGET_MIB = 1_200;
const FIGURES = /took ([\d.]+) s .* peak of (\d+) MiB/;

/** The whole story as a reader plays it, in a data folder of its own; the demo measures itself and its processes. */
export async function benchDemo(root, port) {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-bench-demo-'));
  const command = ['dist/apps/cli/src/main.js', 'demo', '--exit', '--port', String(port), '--data-dir', folder];
  const demo = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors] = await Promise.all([text(demo.stdout), text(demo.stderr)]);
  await rm(folder, { recursive: true, force: true });
  const figures = FIGURES.exec(output);
  if (!figures) {
    console.log(`demo: did not end with its figures\n${output}${errors}`);
    return false;
  }
  const [seconds, mebibytes] = [Number(figures[1]), Number(figures[2])];
  console.log(`demo: ${seconds} s (at most ${TARGET_SECONDS}), peak of ${mebibytes} MiB (at most ${TARGET_MIB})`);
  return seconds <= TARGET_SECONDS && mebibytes <= TARGET_MIB;
}
