import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const REPOSITORY = resolve(import.meta.dirname, '../..');
/** What the tools read. Copies, so that the tools take the planted tree for the repository. */
const CONFIGURATION = ['package.json', 'tsconfig.json', 'eslint.config.js', 'eslint-rules', '.dependency-cruiser.cjs'];

export interface ToolRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder outside the repository with its configuration and planted sources, on which the real tools are run. */
export class PlantedTree {
  private constructor(readonly root: string) {}

  /** `files` maps paths, relative to the root of the repository, to their text. */
  static async plant(files: Readonly<Record<string, string>>): Promise<PlantedTree> {
    const tree = new PlantedTree(await realpath(await mkdtemp(join(tmpdir(), 'planted-'))));
    for (const name of CONFIGURATION) await cp(join(REPOSITORY, name), join(tree.root, name), { recursive: true });
    await symlink(await realpath(join(REPOSITORY, 'node_modules')), join(tree.root, 'node_modules'));
    for (const [path, text] of Object.entries(files)) await tree.write(path, text);
    return tree;
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.root, path)), { recursive: true });
    await writeFile(join(this.root, path), text);
  }

  /** Runs a tool of node_modules with the tree as its working folder; a non-zero exit code is a result, not an error. */
  run(script: string, ...parameters: readonly string[]): Promise<ToolRun> {
    return runNode(join(REPOSITORY, 'node_modules', script), parameters, this.root);
  }

  async remove(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}

/** Runs one of the repository's own scripts in the folder given. */
export function runScript(script: string, parameters: readonly string[], folder: string): Promise<ToolRun> {
  return runNode(join(REPOSITORY, script), parameters, folder);
}

async function runNode(script: string, parameters: readonly string[], cwd: string): Promise<ToolRun> {
  const options = { cwd, maxBuffer: 64 * 1024 * 1024 };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, ...parameters], options);
    return { exitCode: 0, stdout, stderr };
  } catch (error) {
    const failed = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof failed.code !== 'number') throw error;
    return { exitCode: failed.code, stdout: failed.stdout ?? '', stderr: failed.stderr ?? '' };
  }
}
