import { parseId } from '#platform/kernel';
import { givenMaintainer, key } from '../../support/given.js';
import type { Caller, TestApi } from '../../support/test-api.js';
import type { Input } from './input.js';
import { uuid } from './role-case.js';
import { givenMember, givenSeatOffer } from '../../support/given-pool.js';
import type { World } from './world.js';

const PROFILE = {
  ...{ statement: 'Ten years of packaging for a distribution.', skills: ['PACKAGING'], ties: '' },
  ...{ tiedProjectIds: [], tiedOrganisationIds: [], loadLimit: 2 },
};

/** Nobody is in the pool, or drawn, who was before. */
async function empty({ api }: World): Promise<void> {
  await api.database.asOwner(
    `UPDATE pool_member SET status = 'WITHDRAWN' WHERE status IN ('APPLIED', 'ACCEPTED') AND statement NOT LIKE 'Kept%'`,
  );
}

async function spare({ api, need }: World): Promise<string> {
  return (await givenMaintainer(api, need.maintainer)).projectId;
}

async function fresh(api: TestApi): Promise<Caller> {
  return api.givenPersonWithoutPasskey(`Pat ${key()}`);
}

export const POOL_INPUTS: Readonly<Record<string, Input>> = {
  applyToPool: {
    type: 'ApplyToPoolInput',
    input: async (world) => {
      await empty(world);
      return { kind: 'REVIEWER', profile: PROFILE };
    },
  },
  updatePoolMembership: {
    type: 'UpdatePoolMembershipInput',
    input: async (world) => {
      await empty(world);
      return {
        poolMemberId: await givenMember(world.api, world.need.maintainer, { kind: 'REVIEWER' }),
        profile: PROFILE,
      };
    },
  },
  leavePool: {
    type: 'LeavePoolInput',
    input: async (world) => {
      await empty(world);
      return { poolMemberId: await givenMember(world.api, world.need.maintainer, { kind: 'REVIEWER' }) };
    },
  },
  decideOnPoolMember: {
    type: 'DecideOnPoolMemberInput',
    input: async (world) => {
      await empty(world);
      await givenMember(world.api, world.people.reviewer, { kind: 'STEWARD' });
      const member = await givenMember(world.api, await fresh(world.api), { kind: 'REVIEWER', status: 'APPLIED' });
      return { poolMemberId: member, decision: 'ACCEPT', reason: 'We have worked on ten packages together.' };
    },
  },
  drawSeats: {
    type: 'DrawSeatsInput',
    input: async (world) => {
      await empty(world);
      await givenMember(world.api, await fresh(world.api), { kind: 'REVIEWER' });
      return { projectId: await spare(world), kind: 'REVIEWER' };
    },
  },
  answerSeatOffer: {
    type: 'AnswerSeatOfferInput',
    input: async (world) => {
      await empty(world);
      const member = await givenMember(world.api, world.people.stranger, { kind: 'REVIEWER' });
      const projectId = await spare(world);
      return { seatOfferId: await givenSeatOffer(world.api, projectId, member), answer: 'TAKE' };
    },
  },
  leaveSeat: {
    type: 'LeaveSeatInput',
    input: async (world) => {
      const projectId = await spare(world);
      await world.api.database.asOwner(
        `INSERT INTO project_seat (project_id, person_id, kind, since) VALUES ($1, $2, 'STEWARD', $3)`,
        [parseId('prj', projectId), uuid(world.people.reviewer), world.api.clock.now()],
      );
      return { projectId, kind: 'STEWARD' };
    },
  },
};
