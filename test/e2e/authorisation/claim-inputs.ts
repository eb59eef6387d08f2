import { givenContested, givenNewcomer, givenSignalContest } from '../../support/given-claims.js';
import { givenManifest } from '../../support/given-manifests.js';
import { givenMaintainer, givenProject, key } from '../../support/given.js';
import { parseId } from '#platform/kernel';
import type { Caller, TestApi } from '../../support/test-api.js';
import type { Input } from './input.js';
import { purlOf } from '../../support/given-inventory.js';
import { openClaim, type World } from './world.js';

/** Of somebody else, to another project of the world's maintainer. */
async function waiting({ api, people }: World): Promise<{ readonly claimId: string }> {
  const { projectId } = await givenMaintainer(api, people.maintainer);
  return { claimId: await givenNewcomer(api, projectId) };
}

/** Another project of the maintainer, of whose package a figure is known. */
async function withFigure(api: TestApi, maintainer: Caller): Promise<{ readonly projectId: string }> {
  const given = await givenMaintainer(api, maintainer);
  await api.database.asOwner(
    `INSERT INTO package_signal (purl_key, signal, value, source, observed_at)
     SELECT purl_key, 'dependents', 3, 'test', now() FROM package WHERE project_id = $1`,
    [parseId('prj', given.projectId)],
  );
  return given;
}

async function contested({ api, people }: World): Promise<string> {
  const { projectId } = await withFigure(api, people.maintainer);
  return givenSignalContest(api, projectId, people.maintainer);
}

export const CLAIM_INPUTS: Readonly<Record<string, Input>> = {
  checkClaim: {
    type: 'CheckClaimInput',
    input: async (world) => ({ claimId: await openClaim(world.api, world.people.maintainer) }),
  },
  claimProject: {
    type: 'ClaimProjectInput',
    input: async ({ api }) => ({ projectId: await givenProject(api, `https://github.com/example/claimed-${key()}`) }),
  },
  withdrawClaim: {
    type: 'WithdrawClaimInput',
    input: async (world) => ({ claimId: await openClaim(world.api, world.people.maintainer) }),
  },
  confirmClaim: { type: 'ConfirmClaimInput', input: waiting },
  contestClaim: {
    type: 'ContestClaimInput',
    input: async (world) => ({ ...(await waiting(world)), reason: 'Nobody knows this person' }),
  },
  resolveClaim: {
    type: 'ResolveClaimInput',
    input: async ({ api, people }) => {
      const { projectId } = await givenMaintainer(api, people.maintainer);
      const claimId = await givenContested(api, projectId, people.maintainer);
      return { claimId, resolution: 'BOTH', reason: 'Both sides were heard' };
    },
  },
  contestSignal: {
    type: 'ContestSignalInput',
    input: async ({ api, people }) => {
      const { projectId } = await withFigure(api, people.maintainer);
      const [row] = await api.database.asOwner<{ key: string }>(
        'SELECT purl_key AS key FROM package WHERE project_id = $1 LIMIT 1',
        [parseId('prj', projectId)],
      );
      return { projectId, signal: 'dependents', packageUrl: `pkg:${row!.key}`, note: 'This figure is wrong' };
    },
  },
  withdrawSignalContest: {
    type: 'WithdrawSignalContestInput',
    input: async (world) => ({ signalContestId: await contested(world) }),
  },
  decideSignalContest: {
    type: 'DecideSignalContestInput',
    input: async (world) => ({ signalContestId: await contested(world), isUpheld: true, answer: 'It is' }),
  },
  confirmStable: {
    type: 'ConfirmStableInput',
    input: ({ need }) => Promise.resolve({ projectId: need.projectId, isStable: true }),
  },
  importFundingManifest: {
    type: 'ImportFundingManifestInput',
    input: ({ need }) =>
      Promise.resolve({ projectId: need.projectId, fileName: 'FUNDING.yml', content: `github: n${key().slice(-8)}` }),
  },
  publishFundingManifest: {
    type: 'PublishFundingManifestInput',
    input: async ({ api, people }) => {
      const { projectId } = await givenMaintainer(api, people.maintainer);
      return { fundingManifestId: await givenManifest(api, projectId, people.maintainer) };
    },
  },
  discardFundingManifest: {
    type: 'DiscardFundingManifestInput',
    input: async ({ api, people }) => {
      const { projectId } = await givenMaintainer(api, people.maintainer);
      return { fundingManifestId: await givenManifest(api, projectId, people.maintainer) };
    },
  },
  setPackageConfirmed: {
    type: 'SetPackageConfirmedInput',
    input: async ({ api, need }) => ({
      projectId: need.projectId,
      packageUrl: await purlOf(api, need.projectId),
      isConfirmed: true,
    }),
  },
};
