import { DAY_MS, newId, parseId } from '#platform/kernel';
import { key } from '../../support/given.js';
import type { Input } from './input.js';
import { ANSWERS, dueAt, held, moved, over, placed, running, uuid } from './role-case.js';
import type { World } from './world.js';

/** On probation, with a report of somebody else. */
async function onProbation(world: World, meetsCriteria: boolean): Promise<string> {
  const roleGrantId = await placed(world, 'PROBATION', { wait: over(world), heldSince: dueAt(world, -60) });
  await world.api.database.asOwner(
    `INSERT INTO probation_report (grant_id, reported_by, reported_at, unreviewed_changes, meets_criteria, findings)
     VALUES ($1, $2, $3, 0, $4, 'All of them were looked at.')`,
    [parseId('rgr', roleGrantId), uuid(world.people.reviewer), world.api.clock.now(), meetsCriteria],
  );
  return roleGrantId;
}

function appealed(world: World, status: string): Promise<string> {
  const panel = status === 'FILED' ? [] : [uuid(world.need.maintainer), newId<'usr'>(), newId<'usr'>()];
  const appeal = { status, filedAt: dueAt(world, -1), panel, votes: [], closedAt: null, earlierPanels: [] };
  const earlier = { status: 'VOTING', remainingMs: 0, fullMs: 7 * DAY_MS, earlier: null };
  return placed(world, 'REJECTED', { appeal, earlier });
}

async function panel({ api }: World): Promise<string[]> {
  const people = [];
  for (let count = 0; count < 3; count += 1) people.push(await api.givenPersonWithoutPasskey(`Pat ${key()}`));
  return people.map(({ personId }) => personId);
}

const ofGrant = (type: string, make: (world: World) => Promise<string>, more: object = {}): Input => ({
  type,
  input: async (world) => ({ roleGrantId: await make(world), ...more }),
});

export const ROLE_CASE_INPUTS: Readonly<Record<string, Input>> = {
  sponsorRole: ofGrant('SponsorRoleInput', (world) => placed(world, 'SPONSORING', { wait: running(world) }), {
    ...{ statement: 'We have worked on ten changes.', workedOn: ['https://x.example/1'], disclosed: [] },
  }),
  declineToSponsor: ofGrant('DeclineToSponsorInput', (world) => placed(world, 'SPONSORING', { wait: running(world) })),
  reviewRoleRequest: ofGrant('ReviewRoleRequestInput', (world) => placed(world, 'EVIDENCE_REVIEW'), ANSWERS),
  objectToRole: ofGrant('ObjectToRoleInput', (world) => placed(world, 'COMMENT_PERIOD', { wait: running(world) }), {
    reason: 'Nobody knows who signs the releases.',
  }),
  voteOnRole: ofGrant(
    'VoteOnRoleInput',
    (world) =>
      placed(world, 'VOTING', {
        wait: running(world),
        roll: [uuid(world.need.maintainer), uuid(world.people.reviewer)],
      }),
    { choice: 'YES' },
  ),
  acceptRole: ofGrant('AcceptRoleInput', (world) => placed(world, 'APPROVED', { wait: running(world) })),
  declineRole: ofGrant('DeclineRoleInput', (world) => placed(world, 'APPROVED', { wait: running(world) })),
  provisionRole: ofGrant('ProvisionRoleInput', (world) => placed(world, 'PROVISIONING'), {
    readBack: 'The members page of the forge.',
  }),
  reportRoleProbation: ofGrant('ReportRoleProbationInput', (world) => onProbation(world, true), {
    ...{ unreviewedChanges: 0, meetsCriteria: true, findings: 'All of them were looked at.' },
  }),
  confirmRoleProbation: ofGrant('ConfirmRoleProbationInput', (world) => onProbation(world, true)),
  missRoleProbation: ofGrant('MissRoleProbationInput', (world) => onProbation(world, false)),
  confirmRoleRecertification: ofGrant('ConfirmRoleRecertificationInput', (world) =>
    placed(world, 'RECERT_DUE', { wait: running(world), heldSince: dueAt(world, -400) }),
  ),
  confirmRoleReturn: ofGrant('ConfirmRoleReturnInput', (world) => placed(world, 'DORMANT', { wait: running(world) })),
  confirmRoleSuspension: ofGrant('ConfirmRoleSuspensionInput', (world) =>
    placed(world, 'SUSPENDED', {
      ...{ wait: running(world), suspendedBy: [newId<'usr'>()], heldSince: dueAt(world, -60) },
      earlier: { status: 'ACTIVE', remainingMs: null, fullMs: null, earlier: null },
    }),
  ),
  clearRoleHold: ofGrant('ClearRoleHoldInput', (world) => placed(world, 'ON_HOLD', held(world, 'OBJECTION')), {
    reason: 'The keys are those of the last five releases.',
  }),
  proposeRoleRemoval: ofGrant(
    'ProposeRoleRemovalInput',
    (world) => placed(world, 'ACTIVE', { heldSince: dueAt(world, -90) }),
    { reasons: 'Releases were signed by nobody.' },
  ),
  voteOnRoleRemoval: ofGrant('VoteOnRoleRemovalInput', (world) => moved(world, 'VOTING'), { choice: 'NO' }),
  withdrawRoleRemoval: ofGrant('WithdrawRoleRemovalInput', (world) => moved(world, 'PROPOSED')),
  appealRole: ofGrant(
    'AppealRoleInput',
    (world) =>
      placed(world, 'REJECTED', { earlier: { status: 'VOTING', remainingMs: 0, fullMs: 7 * DAY_MS, earlier: null } }),
    { reason: 'Two of the voters had no time to read it.' },
  ),
  formAppealPanel: {
    type: 'FormAppealPanelInput',
    input: async (world) => ({ roleGrantId: await appealed(world, 'FILED'), panel: await panel(world) }),
  },
  hearAppeal: ofGrant('HearAppealInput', (world) => appealed(world, 'PANEL_FORMED')),
  voteOnAppeal: ofGrant('VoteOnAppealInput', (world) => appealed(world, 'HEARD'), { decision: 'UPHOLD' }),
  commentOnRole: ofGrant('CommentOnRoleInput', (world) => placed(world, 'COMMENT_PERIOD', { wait: running(world) }), {
    text: 'The tests of change 12 were good.',
  }),
  withdrawRoleComment: {
    type: 'WithdrawRoleCommentInput',
    input: async (world) => ({ roleCommentId: await comment(world) }),
  },
  declareAffiliation: {
    type: 'DeclareAffiliationInput',
    input: async ({ api }) => {
      await api.database.asOwner(`DELETE FROM affiliation WHERE name <> 'Widgets'`);
      return { name: `House ${key()}` };
    },
  },
  withdrawAffiliation: {
    type: 'WithdrawAffiliationInput',
    input: async ({ api, need }) => {
      const { affiliations } = await api.mutate<{ affiliations: { id: string }[] }>(
        ...(['declareAffiliation', 'DeclareAffiliationInput', 'affiliations { id }'] as const),
        ...[{ name: `House ${key()}` }, need.maintainer],
      );
      return { affiliationId: affiliations[0]!.id };
    },
  },
};

async function comment(world: World): Promise<string> {
  const roleGrantId = await placed(world, 'COMMENT_PERIOD', { wait: running(world) });
  const { roleComment } = await world.api.mutate<{ roleComment: { id: string } }>(
    ...(['commentOnRole', 'CommentOnRoleInput', 'roleComment { id }'] as const),
    ...[{ roleGrantId, text: 'The tests of change 12 were good.' }, world.need.maintainer],
  );
  return roleComment.id;
}
