import { DAY_MS, newId, parseId } from '#platform/kernel';
import { handIn, transfer } from '../../support/given-history.js';
import { givenTier } from '../../support/given-role-grants.js';
import { givenMember, givenSeatOffer } from '../../support/given-pool.js';
import { givenSeat } from '../../support/given-vetting.js';
import { givenMaintainer } from '../../support/given.js';
import type { Caller, TestApi } from '../../support/test-api.js';

/** Of the world, who has to do with the history of a project. */
interface Somewhere {
  readonly api: TestApi;
  readonly people: Readonly<Record<'reviewer' | 'stranger', Caller>>;
  readonly need: { readonly maintainer: Caller; readonly projectId: string };
}

/** A project that the maintainer speaks for; the reviewer sits in it as a reviewer and as a steward. */
export async function project({ api, people, need }: Somewhere): Promise<string> {
  const { projectId } = await givenMaintainer(api, need.maintainer);
  await givenTier(api, projectId, 'T1');
  await givenSeat(api, projectId, people.reviewer, 'STEWARD');
  await givenSeat(api, projectId, people.reviewer, 'REVIEWER');
  return projectId;
}

/** A project with a history, one signal that one person would clear, and an offer of help; another one has had a file refused. */
export async function givenWatched(world: Somewhere, organisationId: string): Promise<string> {
  const { api, people, need } = world;
  const projectId = await project(world);
  const events = [transfer('pkg:npm/watched', api.clock.now().getTime() - 5 * DAY_MS)];
  await handIn(api, need.maintainer, { projectId, events });
  await handIn(api, need.maintainer, { projectId: need.projectId, events: [], bytes: '{' });
  await api.database.asOwner(
    `INSERT INTO signal_clearing (signal_id, person_id, place, reason, at)
     SELECT id, $2, 1, 'The foundation has announced it in March.', now() FROM risk_signal WHERE project_id = $1`,
    [parseId('prj', projectId), parseId('usr', people.reviewer.personId)],
  );
  await api.database.asOwner(
    `WITH offered AS (INSERT INTO support_case (id, project_id, status, opened_at, is_pressed, advocate_id) VALUES ($1, $2, 'ADVISED', now(), true, $3) RETURNING id)
     INSERT INTO support_choice (case_id, choice, chosen_by, chosen_at) SELECT id, 'MODERATION', $4, now() FROM offered`,
    [
      ...[newId<'sup'>(), parseId('prj', projectId)],
      ...[parseId('usr', people.reviewer.personId), parseId('usr', need.maintainer.personId)],
    ],
  );
  const applied = { kind: 'STEWARD', status: 'APPLIED', statement: 'Kept for what the matrix reads.' } as const;
  const steward = await givenMember(api, people.stranger, {
    ...applied,
    tiedProjects: [projectId],
    tiedOrganisations: [organisationId],
  });
  await api.database.asOwner(
    `INSERT INTO pool_decision (member_id, action, person_id, reason, at) VALUES ($1, 'ACCEPT', $2, 'We have worked on ten packages.', now())`,
    [parseId('plm', steward), parseId('usr', people.reviewer.personId)],
  );
  await givenSeatOffer(api, need.projectId, steward);
  return projectId;
}
