import type { Person } from '../person.js';
import { newKey, type Stage } from '../story.js';
import { waitFor } from '../wait.js';
import { join, put, type Cast } from './cast.js';
import { GOAL } from './plan.js';
import { acceptTerms } from './sign-up.js';

export async function foundCompany({ tell }: Pick<Stage, 'tell'>, { finance, engineer }: Cast): Promise<string> {
  const { organisation } = await finance.mutate<{ organisation: { id: string } }>(
    'createOrganisation',
    'CreateOrganisationInput',
    'organisation { id }',
    { kind: 'COMPANY', name: 'Acme' },
  );
  await acceptTerms(finance, 'GIVER', organisation.id);
  await join(finance, engineer, organisation.id, ['MEMBER']);
  tell('story.company', { finance: finance.name, engineer: engineer.name });
  return organisation.id;
}

export async function uploadSbom({ sbom, tell }: Stage, engineer: Person, organisationId: string): Promise<void> {
  const { token } = await engineer.mutate<{ token: string }>('createApiToken', 'CreateApiTokenInput', 'token', {
    organisationId,
    name: 'build server',
    scopes: ['INVENTORY_READ', 'INVENTORY_WRITE'],
  });
  engineer.useToken(token);
  const { product } = await engineer.mutate<{ product: { id: string } }>(
    'createProduct',
    'CreateProductInput',
    'product { id }',
    { organisationId, name: 'Acme Platform' },
  );
  const { upload, url } = await engineer.mutate<{ upload: { id: string }; url: string }>(
    'createUpload',
    'CreateUploadInput',
    'upload { id } url',
    {
      purpose: 'SBOM',
      productId: product.id,
      fileName: sbom.fileName,
      idempotencyKey: newKey(),
    },
  );
  await put(url, sbom.bytes);
  await waitFor('the SBOM to be read', async () => {
    const answer = await engineer.query<{ upload: { status: string; refusal: { message: string } | null } }>(
      'query ($id: ID!) { upload(id: $id) { status refusal { message } } }',
      { id: upload.id },
    );
    if (answer.upload.refusal) throw new Error(answer.upload.refusal.message);
    return answer.upload.status === 'READY';
  });
  const { productsOf } = await engineer.query<{
    productsOf: {
      inventory: { componentCount: number; directCount: number; resolvedCount: number; edgeCount: number };
    }[];
  }>(
    'query ($id: ID!) { productsOf(organisationId: $id) { inventory { componentCount directCount resolvedCount edgeCount } } }',
    { id: organisationId },
  );
  tell('story.inventory', { fileName: sbom.fileName, ...productsOf[0]!.inventory });
}

interface RankedNeed {
  readonly tenths: number;
  readonly tier: string;
  readonly need: { readonly id: string; readonly title: string };
  readonly explanation: readonly {
    readonly label: string;
    readonly tenths: number;
    readonly terms: readonly { readonly label: string; readonly tenths: number }[];
  }[];
}

export async function showRanking({ tell }: Stage, engineer: Person, organisationId: string): Promise<void> {
  const { rankedNeeds } = await engineer.query<{ rankedNeeds: { nodes: RankedNeed[] } }>(
    'query ($id: ID!) { rankedNeeds(organisationId: $id, first: 10) { nodes { tenths tier need { id title } explanation { label tenths terms { label tenths } } } } }',
    { id: organisationId },
  );
  const points = (tenths: number): string => (tenths / 10).toFixed(1);
  for (const [index, { need, tenths, tier, explanation }] of rankedNeeds.nodes.entries()) {
    tell('story.ranked', { place: index + 1, title: need.title, points: points(tenths), tier });
    for (const part of explanation) {
      const terms = part.terms
        .filter((term) => term.tenths !== 0)
        .map((term) => `${term.label} ${points(term.tenths)}`);
      tell('story.rankedPart', { label: part.label, points: points(part.tenths), terms: terms.join(', ') });
    }
  }
  engineer.useSession();
}

export async function pledge(
  { tell }: Stage,
  engineer: Person,
  organisationId: string,
  needId: string,
): Promise<string> {
  const answer = await engineer.mutate<{ pledge: { id: string } }>(
    'submitPledge',
    'SubmitPledgeInput',
    'pledge { id }',
    { organisationId, needId, amount: GOAL, idempotencyKey: newKey() },
  );
  tell('story.pledged', { name: engineer.name, amount: '1,000.00 USD' });
  return answer.pledge.id;
}
