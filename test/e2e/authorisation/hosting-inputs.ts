import { givenAgreement, givenApplication, givenHost, givenProjectPayout } from '../../support/given-hosting.js';
import { givenMaintainer, key } from '../../support/given.js';
import type { Input } from './input.js';
import type { World } from './world.js';

/** Another project of the world's maintainer. */
async function project({ api, people }: World): Promise<string> {
  return (await givenMaintainer(api, people.maintainer)).projectId;
}

/** An agreement of another project with the world's host. */
async function hosted(world: World): Promise<{ readonly projectId: string; readonly agreementId: string }> {
  const projectId = await project(world);
  const agreementId = await givenAgreement(world.api, world.people.maintainer, projectId, world.host);
  return { projectId, agreementId };
}

async function leaving(world: World): Promise<{ readonly agreementId: string }> {
  const { agreementId } = await hosted(world);
  const { maintainer } = world.people;
  const input = { agreementId, nextPayeeId: maintainer.personId };
  await world.api.mutate('leaveHost', 'LeaveHostInput', 'clientMutationId', input, maintainer);
  return { agreementId };
}

/** A request of the world's maintainer, with money held for it. */
async function asked(world: World): Promise<{ readonly projectPayoutId: string }> {
  const { projectId } = await hosted(world);
  const { maintainer } = world.people;
  await world.api.database.asOwner(
    `SELECT ledger_post(gen_random_uuid(), 'cash', 'given', 'given:' || $1, repeat('0', 64), now(), now(), '{}', NULL, NULL,
       ARRAY['bank.operating', 'held.project'], ARRAY['', $2 || '/' || $1], ARRAY['USD', 'USD'], ARRAY[100, -100]::bigint[])`,
    [projectId, world.host.hostId],
  );
  const payout = { payeeId: maintainer.personId, minor: '100' };
  return { projectPayoutId: await givenProjectPayout(world.api, maintainer, projectId, payout) };
}

export const HOSTING_INPUTS: Readonly<Record<string, Input>> = {
  setHostTerms: {
    type: 'SetHostTermsInput',
    input: ({ host }) => Promise.resolve({ organisationId: host.hostId, feeBasisPoints: 1_000, isAccepting: true }),
  },
  applyToHost: {
    type: 'ApplyToHostInput',
    input: async ({ api, ids }) => ({ projectId: ids.project, hostId: (await givenHost(api, 500)).hostId }),
  },
  withdrawHostApplication: {
    type: 'HostAgreementInput',
    input: async (world) => ({
      agreementId: await givenApplication(world.api, world.people.maintainer, await project(world), world.host.hostId),
    }),
  },
  decideHostApplication: {
    type: 'DecideHostApplicationInput',
    input: async (world) => ({
      agreementId: await givenApplication(world.api, world.people.maintainer, await project(world), world.host.hostId),
      accept: true,
    }),
  },
  leaveHost: {
    type: 'LeaveHostInput',
    input: async (world) => ({
      agreementId: (await hosted(world)).agreementId,
      nextPayeeId: world.people.maintainer.personId,
    }),
  },
  stayWithHost: { type: 'HostAgreementInput', input: leaving },
  confirmLeavingHost: { type: 'ConfirmLeavingHostInput', input: leaving },
  requestProjectPayout: {
    type: 'RequestProjectPayoutInput',
    input: ({ ids, people }) =>
      Promise.resolve({
        projectId: ids.project,
        payeeId: people.maintainer.personId,
        amount: { minor: '100', currency: 'USD' },
        purpose: 'Reviews',
        idempotencyKey: key(),
      }),
  },
  withdrawProjectPayout: { type: 'ProjectPayoutInput', input: asked },
  approveProjectPayout: { type: 'ApproveProjectPayoutInput', input: asked },
  rejectProjectPayout: { type: 'ProjectPayoutInput', input: asked },
};
