/**
 * The worker is killed with SIGKILL while it reads and stores uploads, and the API while it takes in their bytes: at
 * named points, and the worker at moments of chance. MAINSTAY_LONG=1 adds points and planted bugs, and kills
 * more often.
 *
 *   MAINSTAY_KILLS  how many kills of chance there are (2; 12 with MAINSTAY_LONG=1)
 *   MAINSTAY_SEED   which moments they fall on (chosen anew for each run, and printed)
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { SECOND_MS } from '#platform/kernel';
import { put } from '../../apps/cli/src/story/chapters/cast.js';
import { RECEIVING_POINTS, readingPoints } from '../support/crash-point.js';
import { plantUrl } from '../support/kill-harness.js';
import { ReadingTrial, largeBom, type OpenUpload } from '../support/reading-trial.js';
import { seeded } from '../support/seeded.js';
import { LEASE_IS_OVER_MS } from '../support/story-rig.js';

const FIRST_PORT = 5900;
const IS_LONG = process.env.MAINSTAY_LONG === '1';
const inLongRuns = IS_LONG ? describe : describe.skip;
const KILLS = Number(process.env.MAINSTAY_KILLS ?? (IS_LONG ? 12 : 2));
const SEED = Number(process.env.MAINSTAY_SEED ?? Math.floor(Math.random() * 1_000_000));
const SLOW_MS = 120_000;
const KILL_MS = 15_000;
/** What reading and storing take together, and a little more. */
const LONGEST_LIFE_MS = 2_500;
/** More than one statement stores. */
const MANY = 22_000;
const FEW = 100;
/** So long after the last byte a receiver is taken for dead, and a little more. */
const SILENCE_MS = 6 * SECOND_MS;
/** The others are near to one of these. */
const SELDOM = ['measured', 'inventory.conformance_due'];
const POINTS = readingPoints(MANY).filter(({ name }) => IS_LONG || !SELDOM.some((part) => name.includes(part)));

let trial: ReadingTrial;
beforeAll(async () => {
  trial = await ReadingTrial.start({ firstPort: FIRST_PORT });
}, SLOW_MS);
afterAll(() => trial.rig.end(), SLOW_MS);

/** What has to be stored of an upload that was read, whoever was killed meanwhile. */
const storedOnce = (components: number) => ({
  status: 'ready',
  progress: null,
  inventories: 1,
  graphs: 1,
  documents: 1,
  conformances: 1,
  components,
  names: components,
  isCurrent: true,
  readMessages: 1,
  storedMessages: 1,
  receptions: 1,
  replacements: 1,
});

async function assertReadOnce(upload: OpenUpload, components: number, limitMs?: number): Promise<void> {
  expect(await trial.isRead(upload, limitMs)).toEqual({
    status: 'READY',
    progress: null,
    inventory: { id: expect.any(String), isCurrent: true, componentCount: components },
  });
  expect(await trial.stored(upload)).toEqual(storedOnce(components));
}

describe('A worker that is killed while it reads an upload', () => {
  it.each(POINTS.map((point, place) => [point.name, point, place] as const))(
    '%s is followed by one that reads it, and it is stored once',
    async (_name, point, place) => {
      const isCommitted = point.table === 'outbox_message';
      const count = isCommitted || point.table === 'audit_entry' ? FEW : MANY;
      const upload = await trial.killAt(
        point,
        () => trial.send(largeBom(`at-${String(place)}`, count)),
        async (sent) => {
          if (!['inventory_component', 'audit_entry'].includes(point.table)) return;
          // The product itself is one of them.
          const last = { stage: 'MEASURING', documentsRead: 1, documents: 1, components: count + 1 };
          expect((await trial.view(sent)).progress).toEqual(last);
        },
      );
      const { status, inventory } = await trial.view(upload);
      // The dead worker leaves the whole or nothing.
      expect([status, inventory?.componentCount]).toEqual(isCommitted ? ['READY', count] : ['RECEIVED', undefined]);
      await trial.nextWorker();
      await assertReadOnce(upload, count);
      expect(await trial.leftFiles()).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'at moments of chance is followed by others until everything is read once',
    async () => {
      process.stdout.write(`MAINSTAY_SEED=${String(SEED)} MAINSTAY_KILLS=${String(KILLS)}\n`);
      const random = seeded(SEED);
      let uploads: OpenUpload[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        uploads.push(await trial.send(largeBom(`chance-${String(kill)}`, MANY)));
        await sleep(random() * LONGEST_LIFE_MS);
        await trial.nextWorker();
        if (uploads.length < 2 && kill + 1 < KILLS) continue;
        for (const upload of uploads) await assertReadOnce(upload, MANY, SLOW_MS);
        uploads = [];
      }
      expect(await trial.leftFiles()).toEqual([]);
    },
    SLOW_MS + KILLS * KILL_MS,
  );
});

describe('An API that is killed while it takes in an upload', () => {
  it(
    'in the middle leaves nothing that is read, and the bytes may be sent again soon',
    async () => {
      const bytes = largeBom('half', 10 * FEW);
      const upload = await trial.open();
      const sending = await trial.sendHalf(upload, bytes);
      await trial.rig.stack.kill('api');
      sending.destroy();
      await trial.rig.stack.restart('api');
      expect(await trial.view(upload)).toEqual({ status: 'RECEIVING', progress: null, inventory: null });
      expect(await trial.stored(upload)).toMatchObject({ inventories: 0, readMessages: 0, receptions: 0 });
      await trial.rig.stack.advanceClock(SILENCE_MS);
      await put(upload.url, bytes);
      await assertReadOnce(upload, 10 * FEW);
    },
    SLOW_MS,
  );

  it.each(RECEIVING_POINTS.map((point) => [point.name, point] as const))(
    '%s has not taken it, and takes it when it is sent again',
    async (name, point) => {
      const bytes = largeBom(name.replaceAll(/\W/g, '-'), FEW);
      const upload = await trial.open();
      const { answer } = await trial.killAt(
        point,
        () => Promise.resolve({ answer: put(upload.url, bytes).catch(() => 'cut off') }),
        () => Promise.resolve(),
      );
      expect(await answer).toBe('cut off');
      await trial.rig.stack.restart('api');
      expect(await trial.stored(upload)).toMatchObject({ status: 'receiving', readMessages: 0, receptions: 0 });
      await trial.rig.stack.advanceClock(SILENCE_MS);
      await put(upload.url, bytes);
      await assertReadOnce(upload, FEW);
    },
    SLOW_MS,
  );

  it(
    'leaves its part of a file to the worker, which removes it when nobody has written to it for an hour',
    async () => {
      const left = await trial.leftFiles();
      expect(left).toHaveLength(1 + RECEIVING_POINTS.length);
      await trial.nextSweep();
      expect(await trial.leftFiles()).toEqual(left);
      const [old, ...others] = trial.paths(left);
      await utimes(old!, 0, 0);
      await trial.nextSweep();
      expect(trial.paths(await trial.leftFiles())).toEqual(others);
    },
    SLOW_MS,
  );
});

inLongRuns('Where no clock is moved', () => {
  it(
    'the next worker reads what a killed one was reading, after half a minute and what reading takes',
    async () => {
      const upload = await trial.killAt(
        POINTS[0]!,
        () => trial.send(largeBom('in-real-time', MANY)),
        () => Promise.resolve(),
      );
      expect(await trial.stored(upload)).toMatchObject({ status: 'received', inventories: 0 });
      await trial.rig.stack.restart('worker');
      await assertReadOnce(upload, MANY, LEASE_IS_OVER_MS + 10 * SECOND_MS);
    },
    SLOW_MS,
  );
});

inLongRuns('The trial itself', () => {
  const whileStoring = POINTS.find(({ table }) => table === 'inventory_component');
  it.each([
    ['commits an inventory before its components: a part of them stays', 'commit-in-two.mjs', 'READY'],
    ['marks a message as done when it takes it: the upload is never read', 'done-when-taken.mjs', 'RECEIVED'],
  ])(
    'finds a worker that %s',
    async (_bug, plant, status) => {
      const planted = await ReadingTrial.start({
        firstPort: FIRST_PORT,
        environmentOf: { worker: { NODE_OPTIONS: `--import ${plantUrl(plant)}` } },
      });
      try {
        const undisturbed = await planted.send(largeBom('undisturbed', MANY));
        const isWhole = async () => isDeepStrictEqual(await planted.stored(undisturbed), storedOnce(MANY));
        await planted.until('the undisturbed upload to be read', isWhole);
        const upload = await planted.killAt(
          whileStoring!,
          () => planted.send(largeBom('planted', MANY)),
          () => Promise.resolve(),
        );
        await planted.nextWorker();
        await sleep(5 * SECOND_MS);
        expect(await planted.view(upload)).toMatchObject({ status });
        expect(await planted.stored(upload)).not.toEqual(storedOnce(MANY));
      } finally {
        await planted.rig.end();
      }
    },
    SLOW_MS,
  );
});
