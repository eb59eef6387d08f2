import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { quantile } from './pairs.mjs';

const REPLAYED = 100_000;
const REPLAY_MS = 2_000;
const STORED = 10_000;
const RECOMPUTE_MS = 50;
const ROUNDS = 15;
const DAYS = 4_000;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2014, 0, 1);

/** A long history replayed from its records, and the level of a project asked again after one more event. */
export async function benchVetting(root) {
  const vetting = await import(pathToFileURL(join(root, 'dist/libs/vetting/src/index.js')).href);
  const records = historyOf(REPLAYED);
  const now = new Date(FIRST_DAY + (DAYS + 1) * DAY_MS);
  const inputsOf = (some) => {
    const { events, links } = vetting.timelineEvents(vetting.readTimeline(some, now).entries);
    return { events: vetting.inOrder(events), links, policy: vetting.POLICY_2026_1, tier: 'T0' };
  };
  const replays = times(3, () => vetting.replay(inputsOf(records), []));
  console.log(`replay of ${REPLAYED} records: ${replays.toFixed(0)} ms (at most ${REPLAY_MS})`);

  const stored = inputsOf(records.slice(0, STORED + 1));
  const day = vetting.dayNumber(FIRST_DAY) + DAYS;
  const levels = times(ROUNDS, () => {
    const signals = vetting.computeSignals(stored);
    return vetting.riskOnDay(signals, [], { day, policy: stored.policy.signals });
  });
  console.log(`level after one event beside ${STORED}: ${levels.toFixed(1)} ms (at most ${RECOMPUTE_MS})`);
  return replays <= REPLAY_MS && levels <= RECOMPUTE_MS;
}

function times(rounds, work) {
  work();
  const found = Array.from({ length: rounds }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return quantile(found, 0.5);
}

const KINDS = [
  ['contribution', () => ({})],
  ['patch_merged', (n) => ({ author: `Person ${n % 20}` })],
  ['patch_merged', (n) => ({ author: `Person ${n % 3}`, approvers: ['Person 1'] })],
  ['pressure', (n) => ({ thread: `t${n % 900}`, senderMergedChanges: n % 3, classes: ['D'], beneficiary: 'Person 7' })],
  ['inquiry', (n) => ({ thread: `t${n % 900}`, senderMergedChanges: 0, classes: ['N'] })],
  ['release', () => ({})],
  ['release_signer_change', () => ({})],
  ['role_grant', (n) => ({ person: `Person ${n % 50}` })],
  ['contact_change', (n) => ({ beneficiary: `Person ${n % 50}`, replacesOld: n % 2 === 0 })],
  ['binary_added', () => ({ bytes: 5_000, generator: false, hoursBeforeTag: 5, taggerIsAuthor: true })],
  ['check_disabled', () => ({})],
  ['identity_change', () => ({})],
  ['dependency_added', (n) => ({ dependencyAgeDays: n % 60 })],
  ['anomaly_report', () => ({})],
  ['tag_moved', () => ({ floating: true })],
];

/** The same for every run: kinds and people take turns, and days go by. */
function historyOf(count) {
  return Array.from({ length: count }, (_, n) => {
    const [kind, facts] = KINDS[(n * 7 + Math.floor(n / 11)) % KINDS.length];
    const date = new Date(FIRST_DAY + Math.floor((n / count) * DAYS) * DAY_MS).toISOString().slice(0, 10);
    const actor = `Person ${(n * 13) % 60}`;
    return { date, actor, kind, target: `target ${n}`, summary: 'It happened.', source: `bench:${n}`, facts: facts(n) };
  });
}
