import type { Caller, TestApi } from './test-api.js';

/** A funding.json that says something in each of its parts; its mail address is never kept. */
export const FUNDING_JSON = {
  version: 'v1.0.0',
  entity: {
    type: 'group',
    role: 'owner',
    name: 'The library team',
    email: 'team@mail.example',
    description: 'We keep it',
    webpageUrl: {
      url: 'https://library.example/',
      wellKnown: 'https://library.example/.well-known/funding-manifest-urls',
    },
  },
  projects: [
    {
      guid: 'library',
      name: 'Library',
      description: 'A library',
      webpageUrl: {
        url: 'https://library.example/',
        wellKnown: 'https://library.example/.well-known/funding-manifest-urls',
      },
      repositoryUrl: {
        url: 'https://github.com/example/library',
        wellKnown: 'https://github.com/example/library/blob/main/.well-known/funding-manifest-urls',
      },
      licenses: ['spdx:MIT'],
      tags: ['library'],
    },
  ],
  funding: {
    channels: [{ guid: 'bank', type: 'bank', address: 'Ask for it', description: 'By transfer' }],
    plans: [
      {
        guid: 'upkeep',
        status: 'active',
        name: 'Upkeep',
        description: 'A day a week',
        amount: 3000,
        currency: 'GBP',
        frequency: 'monthly',
        channels: ['bank'],
      },
    ],
    history: [{ year: 2025, income: 1000, expenses: 900, taxes: 0, currency: 'GBP', description: 'Mostly gifts' }],
  },
};

/** The id of an imported manifest, a draft unless it is published. */
export async function givenManifest(
  api: TestApi,
  projectId: string,
  maintainer: Caller,
  { isPublished = false }: { readonly isPublished?: boolean } = {},
): Promise<string> {
  const { fundingManifest } = await api.mutate<{ fundingManifest: { id: string } }>(
    'importFundingManifest',
    'ImportFundingManifestInput',
    'fundingManifest { id }',
    { projectId, fileName: 'funding.json', content: JSON.stringify(FUNDING_JSON) },
    maintainer,
  );
  const { id: fundingManifestId } = fundingManifest;
  const input = { fundingManifestId };
  if (isPublished)
    await api.mutate('publishFundingManifest', 'PublishFundingManifestInput', 'clientMutationId', input, maintainer);
  return fundingManifestId;
}
