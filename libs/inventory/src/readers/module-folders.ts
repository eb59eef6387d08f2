/** Where npm puts packages: a location ends with the last of these and a name. */
export const MODULES = 'node_modules/';

/** A folder with a `node_modules`: the ordinals in it by name, and the next such folder above. */
export interface ModuleFolder {
  readonly modules: Map<string, number>;
  above: ModuleFolder | null;
}

/**
 * The folders of a project as Node climbs them: what a package asks for is in the nearest `node_modules` on the way up that
 * has the name. A tree of names, since to build and look up a path for each step takes as long as to parse the file.
 */
export class ModuleFolders {
  private readonly folders = new Map<string, ModuleFolder>();

  /** @param ordinals by location; what is outside of any `node_modules` is found by nobody, unless a link leads to it */
  constructor(ordinals: ReadonlyMap<string, number>) {
    for (const [location, ordinal] of ordinals) this.place(location, ordinal);
    for (const [path, folder] of this.folders) folder.above = this.nearest(parentFolder(path));
  }

  /** The folder at a path, or the next one above it. */
  nearest(path: string | null): ModuleFolder | null {
    for (let at = path; at !== null; at = parentFolder(at)) {
      const folder = this.folders.get(at);
      if (folder !== undefined) return folder;
    }
    return null;
  }

  private place(location: string, ordinal: number): void {
    const nested = location.lastIndexOf(`/${MODULES}`);
    if (nested < 0 && !location.startsWith(MODULES)) return;
    const path = nested < 0 ? '' : location.slice(0, nested);
    let folder = this.folders.get(path);
    if (folder === undefined) this.folders.set(path, (folder = { modules: new Map(), above: null }));
    folder.modules.set(location.slice(nested + 1 + MODULES.length), ordinal);
  }
}

/** The ordinal that a name means for what lies in a folder; null when there is none on the way up. */
export function resolveModule(from: ModuleFolder | null, name: string): number | null {
  for (let folder = from; folder !== null; folder = folder.above) {
    const ordinal = folder.modules.get(name);
    if (ordinal !== undefined) return ordinal;
  }
  return null;
}

/** Whether a location is the product or a part of it. */
export function isOutsideModules(location: string): boolean {
  return !location.startsWith(MODULES) && !location.includes(`/${MODULES}`);
}

/** The next folder upwards that can have a node_modules folder; null above the product's own. */
function parentFolder(folder: string): string | null {
  if (folder === '') return null;
  const nested = folder.lastIndexOf(`/${MODULES}`);
  if (nested >= 0) return folder.slice(0, nested);
  if (folder.startsWith(MODULES)) return '';
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
}
