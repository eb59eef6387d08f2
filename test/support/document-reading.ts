import { EDGE_KINDS, type DependencyGraph } from '../../libs/inventory/src/dependency-graph.js';
import { readUpload, type UploadOptions } from '../../libs/inventory/src/bundle/read-upload.js';

export function readText(text: string, options: UploadOptions = {}): DependencyGraph {
  return readUpload('file', Buffer.from(text), options).documents[0]!.graph;
}

/** The code of a refusal with its details, or `accepted`. */
export function outcomeOfText(text: string, options: UploadOptions = {}): unknown {
  try {
    readText(text, options);
    return { code: 'accepted' };
  } catch (error) {
    const { code, details } = error as { code: string; details: object };
    return { code, ...details };
  }
}

/** Each edge as `from -kind-> to`. */
export function edgeLines({ components, edges }: DependencyGraph): string[] {
  return components.flatMap(({ ref }, source) => {
    const places = [...edges.targets.keys()].slice(edges.offsets[source], edges.offsets[source + 1]);
    return places.map((at) => `${ref} -${EDGE_KINDS[edges.kinds[at]!]!}-> ${components[edges.targets[at]!]!.ref}`);
  });
}

export function warningLines({ warnings }: DependencyGraph): string[] {
  return warnings.kept.map(({ code, path }) => `${code} ${path}`);
}

/** Canonical purls of the entries, null for those without. */
export function purlsOf({ components }: DependencyGraph): (string | null)[] {
  return components.filter(({ isEntry }) => isEntry).map(({ identity }) => identity?.packageUrl ?? null);
}
