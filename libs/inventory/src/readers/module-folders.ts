/** Where npm puts packages: a location ends with the last of these and a name. */
export const MODULES = 'node_modules/';
const NESTED_MODULES = `/${MODULES}`;

/** A folder with a `node_modules`: the ordinals in it by name, and the next such folder above. */
export interface ModuleFolder {
  readonly modules: Map<string, number>;
  above: ModuleFolder | null;
}

/** Of a location: the folder whose `node_modules` it is in, and its name there. */
export interface ModulePlace {
  readonly folder: string;
  readonly name: string;
}

/** Null for what is outside of any `node_modules`: the product or a part of it. */
export function modulePlaceOf(location: string): ModulePlace | null {
  const nested = location.lastIndexOf(NESTED_MODULES);
  if (nested >= 0) return { folder: location.slice(0, nested), name: location.slice(nested + NESTED_MODULES.length) };
  return location.startsWith(MODULES) ? { folder: '', name: location.slice(MODULES.length) } : null;
}

/**
 * The folders of a project as Node climbs them: what a package asks for is in the nearest `node_modules` on the way up that
 * has the name. A tree of names, since to build and look up a path for each step takes as long as to parse the file.
 */
export class ModuleFolders {
  private readonly folders = new Map<string, ModuleFolder>();

  /** Returns the folder that the place is in. */
  add({ folder: path, name }: ModulePlace, ordinal: number): ModuleFolder {
    let folder = this.folders.get(path);
    if (folder === undefined) this.folders.set(path, (folder = { modules: new Map(), above: null }));
    folder.modules.set(name, ordinal);
    return folder;
  }

  /** To be called when all are added. */
  connect(): void {
    for (const [path, folder] of this.folders) folder.above = this.above(path);
  }

  /** Where what lies at a path begins to look. @param within the folder it is in, if that is known */
  from(path: string, within: ModuleFolder | null): ModuleFolder | null {
    return this.folders.get(path) ?? within ?? this.above(path);
  }

  private above(path: string): ModuleFolder | null {
    for (let at = parentFolder(path); at !== null; at = parentFolder(at)) {
      const folder = this.folders.get(at);
      if (folder !== undefined) return folder;
    }
    return null;
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

/** The next folder upwards that can have a node_modules folder; null above the product's own. */
function parentFolder(folder: string): string | null {
  if (folder === '') return null;
  const place = modulePlaceOf(folder);
  return place === null ? folder.slice(0, Math.max(0, folder.lastIndexOf('/'))) : place.folder;
}
