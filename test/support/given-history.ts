import { writeEventsFile, type OnePerson, type ProjectEvent, type EventOf } from '#libs/vetting';
import { DAY_MS } from '#platform/kernel';
import { key } from './given.js';
import type { Sender, TestApi } from './test-api.js';

const INSTANT = { from: 0, to: 0 };

type Facts<Kind extends ProjectEvent['kind']> = Partial<Omit<EventOf<Kind>, 'kind' | 'id' | 'at'>>;

let count = 0;

function eventAt<Kind extends ProjectEvent['kind']>(kind: Kind, ms: number, facts: object): ProjectEvent {
  count += 1;
  const id = `${kind}:${String(count)}`;
  return {
    ...{ kind, id, source: `source of ${id}` },
    ...facts,
    at: { ...INSTANT, from: ms, to: ms },
  } as unknown as ProjectEvent;
}

/** A commit that somebody else applied. */
export function change(author: string, ms: number, facts: Facts<'change'> = {}): ProjectEvent {
  return eventAt('change', ms, {
    ...{ sha: null, author, committer: 'ada@project.example', authorOffset: null, committerOffset: null },
    ...{ approvers: null, areas: ['OTHER'], ...facts },
  });
}

/** A message of somebody who was never seen before and has no code here; it blames, and demands nothing. */
export function message(sender: string, ms: number, facts: Facts<'message'> = {}): ProjectEvent {
  return eventAt('message', ms, {
    ...{ sender, accounts: 1, messages: 1, thread: 'releases', senderFirstSeen: { from: ms, to: ms } },
    ...{ senderMergedChanges: 0, classes: ['B'], demand: null, beneficiary: null, ...facts },
  });
}

/** A package that goes to somebody without lineage, announced early enough: one signal that no other one joins. */
export function transfer(resource: string, ms: number): ProjectEvent {
  const facts = { resource, from: 'ada', to: 'zed', receiverHasLineage: false, noticeDays: 30 };
  return eventAt('ownershipTransfer', ms, facts);
}

/** A check that somebody has reduced, without a word. */
export function reduction(by: string, ms: number): ProjectEvent {
  return eventAt('checkReduction', ms, { check: 'fuzzing', by, hasLinkedBug: null, hasCompensatingTest: null });
}

/** The work of half a year and more that T0 asks for: 40 changes in eight months, until a day. */
export function longWork(author: string, untilMs: number): ProjectEvent[] {
  return Array.from({ length: 40 }, (_, index) => change(author, untilMs - (index + 1) * 6 * DAY_MS));
}

export interface HandedIn {
  readonly projectId: string;
  readonly events: readonly ProjectEvent[];
  readonly people?: readonly OnePerson[];
  readonly covers?: readonly string[];
  readonly until?: Date;
  /** Bytes in place of the events. */
  readonly bytes?: string;
}

export interface Answered {
  readonly codes: readonly string[];
  readonly importId: string | null;
}

/** A file that somebody uploads and hands in for a project. */
export async function handIn(
  api: TestApi,
  as: Sender,
  { projectId, events, people = [], covers = ['CHANGES', 'MESSAGES'], until = api.clock.now(), bytes }: HandedIn,
): Promise<Answered> {
  const { upload, url } = await api.mutate<{ upload: { id: string }; url: string }>(
    'createUpload',
    'CreateUploadInput',
    'upload { id } url',
    { purpose: 'HISTORY', fileName: 'events.json', idempotencyKey: key() },
    as,
  );
  await fetch(url, { method: 'PUT', body: bytes ?? writeEventsFile(events, people) });
  const input = { projectId, uploadId: upload.id, covers, coveredUntil: until.toISOString() };
  const answer = await api.mutate<{ historyImport: { id: string } | null }>(
    ...(['importProjectHistory', 'ImportProjectHistoryInput', 'historyImport { id }', input, as] as const),
  );
  await api.settle();
  return { codes: answer.userErrors.map(({ code }) => code), importId: answer.historyImport?.id ?? null };
}
