import { parseId } from '#platform/kernel';
import { key, type GivenCompany } from './given.js';
import type { TestApi } from './test-api.js';

export type Edges = Readonly<Record<string, readonly string[]>>;

/** A BOM of npm packages by `name@version`, scopes as `%40scope/name@version`; `app` stands for the product. */
export function npmBom(edges: Edges): string {
  const names = [...new Set(Object.entries(edges).flatMap(([name, targets]) => [name, ...targets]))];
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { component: { type: 'application', name: 'app', 'bom-ref': 'app' } },
    components: names
      .filter((name) => name !== 'app')
      .map((name) => ({
        type: 'library',
        name: name.split('@')[0],
        version: name.split('@')[1],
        'bom-ref': name,
        purl: `pkg:npm/${name}`,
      })),
    dependencies: names.map((name) => ({ ref: name, dependsOn: edges[name] ?? [] })),
  });
}

export async function givenProduct(api: TestApi, company: GivenCompany, name: string): Promise<string> {
  const { product } = await api.mutate<{ product: { id: string } }>(
    'createProduct',
    'CreateProductInput',
    'product { id }',
    { organisationId: company.organisationId, name },
    company.engineer,
  );
  return product.id;
}

/** The id of an upload whose bytes were sent, and which no job has read yet. */
export async function givenUpload(
  api: TestApi,
  company: GivenCompany,
  productId: string,
  body: string | Uint8Array,
  fileName = 'bom.json',
): Promise<string> {
  const { upload, url } = await api.mutate<{ upload: { id: string }; url: string }>(
    'createUpload',
    'CreateUploadInput',
    'upload { id } url',
    { purpose: 'SBOM', productId, fileName, idempotencyKey: key() },
    company.engineer,
  );
  const { status } = await fetch(url, { method: 'PUT', body: typeof body === 'string' ? body : new Uint8Array(body) });
  if (status !== 201) throw new Error(`the upload answered ${String(status)}`);
  return upload.id;
}

/** A version of the package of a project. */
export async function purlOf(api: TestApi, projectId: string): Promise<string> {
  const [row] = await api.database.asOwner<{ key: string }>(
    'SELECT purl_key AS key FROM package WHERE project_id = $1',
    [parseId('prj', projectId)],
  );
  return `pkg:${row!.key}@1.0.0`;
}
