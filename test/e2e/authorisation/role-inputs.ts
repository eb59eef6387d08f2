import {
  forgetRoles,
  givenRole,
  givenRoleDraft,
  givenRoleRequest,
  givenTier,
} from '../../support/given-role-grants.js';
import { givenProject, key } from '../../support/given.js';
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

export const ROLE_INPUTS: Readonly<Record<string, Input>> = {
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
