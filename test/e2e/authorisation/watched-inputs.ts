import { formatId, newId, parseId } from '#platform/kernel';
import { key } from '../../support/given.js';
import type { Caller } from '../../support/test-api.js';
import type { Input } from './input.js';
import { placed } from './role-case.js';
import { project } from './watched.js';
import type { World } from './world.js';

const spares = new WeakMap<World, Promise<string>>();

/** A project for what is changed. */
function spare(world: World): Promise<string> {
  const known = spares.get(world) ?? project(world);
  spares.set(world, known);
  return known;
}

async function signal(world: World): Promise<string> {
  const [id, projectId] = [newId<'sig'>(), parseId('prj', await spare(world))];
  await world.api.database.asOwner(
    `INSERT INTO risk_signal (id, project_id, fact, rule, family, points, is_hard, subject, key, day, evidence, policy_version, found_at)
     VALUES ($1, $2, $3, 'S30', 'C', 8, false, 'pkg:npm/spare', $3, 20000, '{}', '2026-1', now())`,
    [id, projectId, key()],
  );
  return formatId('sig', id);
}

/** The spare project, with an offer of help that nobody has taken up. */
async function offered(world: World): Promise<string> {
  const projectId = await spare(world);
  await world.api.database.asOwner(
    `UPDATE support_case SET status = 'CLOSED', closed_at = opened_at WHERE project_id = $1 AND status <> 'CLOSED'`,
    [parseId('prj', projectId)],
  );
  await world.api.database.asOwner(
    `INSERT INTO support_case (id, project_id, status, opened_at, is_pressed) VALUES ($1, $2, 'OPEN', now(), true)`,
    [newId<'sup'>(), parseId('prj', projectId)],
  );
  return projectId;
}

async function upload({ api }: World, as: Caller): Promise<string> {
  const made = await api.mutate<{ upload: { id: string }; url: string }>(
    ...(['createUpload', 'CreateUploadInput', 'upload { id } url'] as const),
    ...[{ purpose: 'HISTORY', fileName: 'events.json', idempotencyKey: key() }, as],
  );
  await fetch(made.url, { method: 'PUT', body: '{"version":1,"people":[],"events":[]}' });
  return made.upload.id;
}

const SENDERS = ['maintainer', 'reviewer'] as const;

export const WATCHED_INPUTS: Readonly<Record<string, Input>> = {
  importProjectHistory: {
    type: 'ImportProjectHistoryInput',
    input: async (world, principal) => {
      const sender = SENDERS.find((name) => name === principal);
      return {
        projectId: await spare(world),
        uploadId: sender === undefined ? formatId('upl', newId<'upl'>()) : await upload(world, world.people[sender]),
        ...{ covers: ['MESSAGES'], coveredUntil: '2026-01-01T00:00:00Z' },
      };
    },
  },
  claimHistoryName: {
    type: 'ClaimHistoryNameInput',
    input: async (world) => ({ projectId: await spare(world), name: '7+ann@users.noreply.github.com' }),
  },
  releaseHistoryName: {
    type: 'ReleaseHistoryNameInput',
    input: async (world) => ({ projectId: await spare(world), name: '7+ann@users.noreply.github.com' }),
  },
  clearRiskSignal: {
    type: 'ClearRiskSignalInput',
    input: async (world) => ({ signalId: await signal(world), reason: 'The foundation has announced it in March.' }),
  },
  recordRoleWork: {
    type: 'RecordRoleWorkInput',
    input: async (world) => ({
      roleGrantId: await placed(world, 'SUBMITTED'),
      ...{ usefulReviews: 4, releasesAccompanied: 0, links: ['https://x.example/1'] },
    }),
  },
  reportOverload: { type: 'ReportOverloadInput', input: async (world) => ({ projectId: await spare(world) }) },
  takeUpSupport: { type: 'TakeUpSupportInput', input: async (world) => ({ projectId: await offered(world) }) },
  chooseSupport: {
    type: 'ChooseSupportInput',
    input: async (world) => ({ projectId: await offered(world), choices: ['NOTHING'] }),
  },
  closeSupport: { type: 'CloseSupportInput', input: async (world) => ({ projectId: await offered(world) }) },
};
