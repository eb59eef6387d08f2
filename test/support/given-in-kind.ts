import { key, type GivenCompany } from './given.js';
import type { Caller, TestApi } from './test-api.js';

export const HOURS_40 = { kind: 'TIME', amount: { minor: '4000', currency: 'XHR' } };

/** What the engineer of a company offers to a need: 40 hours, if nothing else is said. */
export async function givenInKind(
  api: TestApi,
  company: GivenCompany,
  needId: string,
  change: object = {},
): Promise<string> {
  const { contribution } = await api.mutate<{ contribution: { id: string } }>(
    'offerInKind',
    'OfferInKindInput',
    'contribution { id }',
    {
      organisationId: company.organisationId,
      needId,
      description: 'An engineer who audits the parser',
      valueSource: 'Our price list of 2026',
      idempotencyKey: key(),
      ...HOURS_40,
      ...change,
    },
    company.engineer,
  );
  return contribution.id;
}

export async function givenAcceptedInKind(
  api: TestApi,
  company: GivenCompany,
  need: { readonly needId: string; readonly maintainer: Caller },
  change: object = {},
): Promise<string> {
  const contributionId = await givenInKind(api, company, need.needId, change);
  await api.mutate('acceptInKind', 'AcceptInKindInput', 'clientMutationId', { contributionId }, need.maintainer);
  return contributionId;
}

/** An accepted offer of 40 hours, of which one and a half have arrived. */
export async function givenDeliveredPart(
  api: TestApi,
  company: GivenCompany,
  need: { readonly needId: string; readonly maintainer: Caller },
): Promise<string> {
  const contributionId = await givenAcceptedInKind(api, company, need);
  await api.mutate(
    'confirmInKindDelivery',
    'ConfirmInKindDeliveryInput',
    'clientMutationId',
    {
      contributionId,
      amount: { minor: '150', currency: 'XHR' },
      note: 'The first findings',
      evidenceUrl: 'https://example.org/findings',
      idempotencyKey: key(),
    },
    need.maintainer,
  );
  return contributionId;
}
