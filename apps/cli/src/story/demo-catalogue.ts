import { IMPORTED_MAPPING, type ProjectFacts } from '#libs/catalog';
import { exposure, graphMetrics, groupMetrics, readDocument, type DependencyGraph } from '#libs/inventory';
import { canonicalPackageUrl } from '#platform/kernel';

/** A small catalogue is enough for a story, and its marks as demo data stay readable. */
const MAX_PROJECTS = 300;
/** A reserved name (RFC 2606): packages whose repository the file does not tell stand here, plainly invented. */
const INVENTED_HOST = 'mainstay-demo.example';
const REPOSITORY_HOSTS = new Set(['github.com', 'gitlab.com', 'codeberg.org']);

export interface DemoCatalogue {
  readonly projects: readonly ProjectFacts[];
  /** The one that the company of the file stands on most, and that can be claimed. */
  readonly claimed: ProjectFacts;
  readonly componentCount: number;
}

/** Makes a catalogue out of one SBOM or lockfile: its packages, grouped by the repositories that the file names. */
export function demoCatalogue(bytes: Buffer): DemoCatalogue | null {
  const graph = readDocument(bytes);
  const metrics = graphMetrics(graph);
  const repositoryOf = repositories(bytes);
  const groups = groupMetrics(
    graph,
    metrics,
    ({ identity }) => identity && repositoryUrl(identity.packageKey, repositoryOf.get(identity.packageUrl)),
  );
  const ranked = [...groups]
    .map(([url, { depth, gateways, scope, ordinals }]) => ({
      url,
      value: exposure([
        { productId: 'demo', businessWeight: 1, directCount: metrics.directCount, use: { depth, gateways, scope } },
      ]).value,
      keys: keysOf(graph, ordinals),
    }))
    .sort((left, right) => right.value - left.value || (left.url < right.url ? -1 : 1))
    .slice(0, MAX_PROJECTS);
  const projects = ranked.map(({ url, keys }) => ({
    name: url.split('/').slice(-1)[0]!,
    repositoryUrl: url,
    packages: keys.map((key) => ({ key, confidence: IMPORTED_MAPPING, signals: [] })),
    signals: [],
  }));
  const [claimed] = projects;
  return claimed
    ? { projects, claimed, componentCount: graph.components.filter(({ isFirstParty }) => !isFirstParty).length }
    : null;
}

function keysOf(graph: DependencyGraph, ordinals: readonly number[]): string[] {
  return [...new Set(ordinals.flatMap((ordinal) => graph.components[ordinal]!.identity?.packageKey ?? []))];
}

/** Version control addresses by package URL, where the file is a CycloneDX document that names them. */
function repositories(bytes: Buffer): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const document = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, '')) as {
    components?: readonly CycloneDxComponent[];
  };
  const open: CycloneDxComponent[] = Array.isArray(document.components)
    ? [...(document.components as readonly CycloneDxComponent[])]
    : [];
  for (let component = open.pop(); component !== undefined; component = open.pop()) {
    const vcs = component.externalReferences?.find(({ type }) => type === 'vcs')?.url;
    if (component.purl !== undefined && vcs !== undefined) found.set(canonical(component.purl), vcs);
    if (Array.isArray(component.components)) open.push(...(component.components as readonly CycloneDxComponent[]));
  }
  return found;
}

/** The spelling under which the reader keeps a package; one that is no package URL finds nothing. */
function canonical(purl: string): string {
  try {
    return canonicalPackageUrl(purl);
  } catch {
    return purl;
  }
}

interface CycloneDxComponent {
  readonly purl?: string;
  readonly externalReferences?: readonly { readonly type: string; readonly url: string }[];
  readonly components?: readonly CycloneDxComponent[];
}

function repositoryUrl(packageKey: string, vcs: string | undefined): string {
  const match = /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)\/([^/]+)\/([^/#?]+)/i.exec(vcs ?? '');
  const [host = '', owner = '', name = ''] = (match?.slice(1) ?? []).map((part) => part.toLowerCase());
  if (REPOSITORY_HOSTS.has(host)) return `https://${host}/${owner}/${name.replace(/\.git$/, '')}`;
  return `https://${INVENTED_HOST}/${packageKey.split('/').map(slug).join('-').replace(/-/, '/')}`;
}

function slug(text: string): string {
  return (
    decodeURIComponent(text)
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, '-')
      .replace(/^-|-$/g, '') || 'package'
  );
}
