/** A package of a pnpm lockfile as its key names it. */
export interface PnpmPackage {
  readonly name: string;
  readonly version: string;
}

/** `(peer@1)(other@2)` of versions 6 and 9. */
export function withoutPeers(key: string): string {
  const bracket = key.indexOf('(');
  return bracket < 0 ? key : key.slice(0, bracket);
}

/**
 * Name and version in a key of `packages`: `name@1.0.0` in version 9, `/name@1.0.0` in 6, `/name/1.0.0_peer` in 5, each
 * maybe behind the host of a registry. Null for a key that names no version, such as the address of an archive.
 */
export function parsePnpmKey(key: string, major: number): PnpmPackage | null {
  const plain = withoutPeers(key);
  if (major >= 9) return split(plain, plain.lastIndexOf('@'));
  const slash = plain.indexOf('/');
  if (slash < 0) return null;
  const path = plain.slice(slash + 1);
  if (major >= 6) return split(path, path.lastIndexOf('@'));
  const parsed = split(path, path.lastIndexOf('/'));
  return parsed && { ...parsed, version: parsed.version.split('_')[0]! };
}

/** An "@" at the beginning opens a scope. */
function split(text: string, at: number): PnpmPackage | null {
  if (at <= 0 || at === text.length - 1) return null;
  const [name, version] = [text.slice(0, at), text.slice(at + 1)];
  return /^\d/.test(version) ? { name, version } : null;
}

/**
 * The keys of `packages` that a reference may mean, the likelier first. A reference is a version, or a whole key where the name is another one.
 * @param name of the dependency, @param reference as written beside it
 */
export function pnpmKeysOf(name: string, reference: string, major: number): readonly string[] {
  if (major >= 9) return [`${name}@${withoutPeers(reference)}`, withoutPeers(reference)];
  if (major >= 6) return [`/${name}@${reference}`, reference];
  return [`/${name}/${reference}`, reference];
}
