import { DAY_MS, newId, parseId } from '#platform/kernel';
import { forgetRoles, givenTier } from '../../support/given-role-grants.js';
import { givenGrantAt, givenSeat } from '../../support/given-vetting.js';
import { givenMaintainer } from '../../support/given.js';
import type { Caller, TestApi } from '../../support/test-api.js';

/** Of the world, who has a part in a request. */
interface Somewhere {
  readonly api: TestApi;
  readonly people: Readonly<Record<'stranger' | 'reviewer' | 'officer' | 'rival', Caller>>;
  readonly need: { readonly maintainer: Caller };
}

const projects = new WeakMap<Somewhere, Promise<string>>();

/** A project of tier T1 that the maintainer speaks for; the reviewer sits in it as a reviewer and as a steward. */
function project(world: Somewhere): Promise<string> {
  const known = projects.get(world) ?? make(world);
  projects.set(world, known);
  return known;
}

async function make({ api, people, need }: Somewhere): Promise<string> {
  const { projectId } = await givenMaintainer(api, need.maintainer);
  await givenTier(api, projectId, 'T1');
  await givenSeat(api, projectId, people.reviewer, 'STEWARD');
  await givenSeat(api, projectId, people.reviewer, 'REVIEWER');
  return projectId;
}

/** What the stranger asks for in that project, in a status; what was there before is forgotten. */
export async function placed(world: Somewhere, status: string, state: object = {}): Promise<string> {
  const { api, people } = world;
  const projectId = await project(world);
  await forgetRoles(api, people.stranger, projectId, 'TRIAGE');
  return givenGrantAt(api, { candidate: people.stranger, projectId, status, state });
}

/** Milliseconds, so many days from now. */
export const dueAt = ({ api }: Somewhere, days: number) => api.clock.now().getTime() + days * DAY_MS;
export const running = (world: Somewhere) => ({ dueAt: dueAt(world, 5), fullMs: 7 * DAY_MS });
export const over = (world: Somewhere) => ({ dueAt: dueAt(world, -1), fullMs: 7 * DAY_MS });

export const uuid = ({ personId }: { readonly personId: string }) => parseId('usr', personId);

export function held(world: Somewhere, kind: 'RISK' | 'OBJECTION') {
  return {
    wait: running(world),
    hold: { kind, by: null, reason: 'Nobody knows who signs.' },
    earlier: { status: 'VOTING', remainingMs: 7 * DAY_MS, fullMs: 7 * DAY_MS, earlier: null },
  };
}

export const ANSWERS = {
  reproducedBuilds: 'One.',
  readDiffs: 'All.',
  openSignals: 'None.',
  benignExplanation: 'None needed.',
};

/** The scope of the stranger, and a motion of the maintainer to take it away. */
export async function moved(world: Somewhere, status: 'PROPOSED' | 'VOTING'): Promise<string> {
  const roleGrantId = await placed(world, 'ACTIVE', { heldSince: dueAt(world, -90) });
  await givenMotion(world, roleGrantId, status);
  return roleGrantId;
}

async function givenMotion(world: Somewhere, roleGrantId: string, status: 'PROPOSED' | 'VOTING'): Promise<void> {
  const { api, people, need } = world;
  const roll = [uuid(need.maintainer), uuid(people.reviewer)];
  const openedAt = status === 'VOTING' ? new Date(dueAt(world, -1)) : null;
  await api.database.asOwner(
    `INSERT INTO role_removal (grant_id, holder_id, status, proposer_id, reasons, notice_at, opened_at, roll)
     VALUES ($1, $2, $3, $4, 'Releases were signed by nobody.', $5, $6, $7)`,
    [
      ...[parseId('rgr', roleGrantId), uuid(people.stranger), status, uuid(need.maintainer)],
      ...[new Date(dueAt(world, -9)), openedAt, roll],
    ],
  );
}

/** Everything that a case can show, in the project of the world. */
export async function givenCase(world: Somewhere): Promise<string> {
  const sponsorship = {
    sponsor: newId<'usr'>(),
    statement: 'We have worked on much.',
    workedOn: ['https://x.example/1'],
  };
  const roleGrantId = await placed(world, 'ON_HOLD', {
    ...held(world, 'OBJECTION'),
    ...{ review: { reviewer: uuid(world.people.reviewer), answers: ANSWERS }, notifiedAt: dueAt(world, -3) },
    sponsorships: [
      { ...sponsorship, sponsor: uuid(world.people.officer), affiliations: [], notCounted: 'SAME_AFFILIATION' },
    ],
    refusals: [uuid(world.people.rival)],
    appeal: { status: 'FILED', filedAt: dueAt(world, -1), panel: [], votes: [], closedAt: null, earlierPanels: [] },
  });
  const [id, by, now] = [parseId('rgr', roleGrantId), uuid(world.people.reviewer), world.api.clock.now()];
  await world.api.database.asOwner(
    `INSERT INTO probation_report (grant_id, reported_by, reported_at, unreviewed_changes, meets_criteria, findings) VALUES ($1, $2, $3, 0, true, 'All of them were looked at.')`,
    [id, by, now],
  );
  await world.api.database.asOwner(
    `INSERT INTO role_comment (id, grant_id, author_id, text, written_at) VALUES ($1, $2, $3, 'The tests were good.', $4)`,
    [newId<'rcm'>(), id, uuid(world.need.maintainer), now],
  );
  await givenMotion(world, roleGrantId, 'PROPOSED');
  await world.api.database.asOwner(
    `INSERT INTO role_grant_event (grant_id, seq, kind, at, event) VALUES ($1, 1, 'raiseObjection', $2, '{"reason": "Nobody knows who signs."}')`,
    [id, now],
  );
  const declared = { name: 'Widgets' };
  for (const person of [world.people.stranger, world.need.maintainer])
    await world.api.mutate('declareAffiliation', 'DeclareAffiliationInput', 'clientMutationId', declared, person);
  return roleGrantId;
}
