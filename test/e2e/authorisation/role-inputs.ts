import { parseId } from '#platform/kernel';
import {
  forgetRoles,
  givenRole,
  givenRoleDraft,
  givenRoleRequest,
  givenTier,
  givenVouch,
} from '../../support/given-role-grants.js';
import { givenSeat } from '../../support/given-vetting.js';
import { givenMaintainer, givenProject, key } from '../../support/given.js';
import type { Input } from './input.js';
import type { World } from './world.js';

/** Always anew, in the name of the stranger. */
async function draft({ api, people, need }: World): Promise<string> {
  await forgetRoles(api, people.stranger, need.projectId, 'REVIEW');
  return givenRoleDraft(api, people.stranger, need.projectId, 'REVIEW');
}

async function request({ api, people, need }: World): Promise<string> {
  await forgetRoles(api, people.stranger, need.projectId, 'REVIEW');
  return givenRoleRequest(api, people.stranger, need.projectId, 'REVIEW');
}

async function held({ api, people, need }: World): Promise<string> {
  await forgetRoles(api, people.stranger, need.projectId, 'REVIEW');
  return givenRole(api, need.maintainer, people.stranger, need.projectId, 'REVIEW');
}

async function newProject({ api }: World): Promise<string> {
  const projectId = await givenProject(api, `https://github.com/example/roles-${key()}`);
  await givenTier(api, projectId, 'T3');
  return projectId;
}

/** A project of tier T1 that the maintainer speaks for, and the reviewer sits in as a steward. */
async function spokenFor({ api, people, need }: World): Promise<string> {
  const { projectId } = await givenMaintainer(api, need.maintainer);
  await givenTier(api, projectId, 'T1');
  await givenSeat(api, projectId, people.reviewer, 'STEWARD');
  return projectId;
}

async function proposed(world: World): Promise<string> {
  const projectId = await spokenFor(world);
  const lower = { projectId, tier: 'T3', reason: 'Nothing leans on it any more.' };
  await world.api.mutate('proposeLowerTier', 'ProposeLowerTierInput', 'clientMutationId', lower, world.need.maintainer);
  return projectId;
}

/** Somebody to vouch for; what was said of others before does not count against the limit. */
async function colleague({ api, people }: World): Promise<string> {
  await api.database.asOwner('DELETE FROM vouch WHERE person_id <> $1', [parseId('usr', people.stranger.personId)]);
  return (await api.givenPerson(`Vera ${key()}`)).personId;
}

export const ROLE_INPUTS: Readonly<Record<string, Input>> = {
  stateProjectContext: {
    type: 'StateProjectContextInput',
    input: async (world) => ({
      ...{ projectId: await spokenFor(world), isPrivileged: false, baseSets: 0, actionRepositories: 0 },
      explanation: 'A library for colours.',
    }),
  },
  chooseStricterTier: {
    type: 'ChooseStricterTierInput',
    input: async (world) => ({ projectId: await spokenFor(world), tier: 'T0', reason: 'We would rather be careful.' }),
  },
  proposeLowerTier: {
    type: 'ProposeLowerTierInput',
    input: async (world) => ({
      projectId: await spokenFor(world),
      tier: 'T3',
      reason: 'Nothing leans on it any more.',
    }),
  },
  consentToLowerTier: {
    type: 'ConsentToLowerTierInput',
    input: async (world) => ({ projectId: await proposed(world), tier: 'T3', reason: 'Its users have moved on.' }),
  },
  vouchFor: {
    type: 'VouchForInput',
    input: async (world) => ({
      ...{ personId: await colleague(world), projectId: world.need.projectId },
      statement: 'We have worked on the parser together.',
    }),
  },
  withdrawVouch: {
    type: 'WithdrawVouchInput',
    input: async (world) => {
      const { api, need } = world;
      return { vouchId: await givenVouch(api, need.maintainer, await colleague(world), need.projectId) };
    },
  },
  requestRole: {
    type: 'RequestRoleInput',
    input: async (world) => ({ projectId: await newProject(world), scope: 'TRIAGE' }),
  },
  submitRoleRequest: {
    type: 'SubmitRoleRequestInput',
    input: async (world) => ({ roleGrantId: await draft(world) }),
  },
  consentToRoleRequest: {
    type: 'ConsentToRoleRequestInput',
    input: async (world) => ({ roleGrantId: await request(world) }),
  },
  grantRole: {
    type: 'GrantRoleInput',
    input: async (world) => ({ roleGrantId: await request(world), publicEntry: 'https://project.example/governance' }),
  },
  withdrawRoleRequest: {
    type: 'WithdrawRoleRequestInput',
    input: async (world) => ({ roleGrantId: await request(world) }),
  },
  stepDownFromRole: {
    type: 'StepDownFromRoleInput',
    input: async (world) => ({ roleGrantId: await held(world) }),
  },
  suspendRole: {
    type: 'SuspendRoleInput',
    input: async (world) => ({ roleGrantId: await held(world) }),
  },
};
