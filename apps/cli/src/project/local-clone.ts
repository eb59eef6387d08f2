import {
  GIT_LOG_ARGUMENTS,
  mentionsIn,
  type GitBlob,
  type TagRecord,
  type TreeFile,
  type WantedMentions,
} from '#libs/vetting';
import { sha256Hex } from '#platform/kernel';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../cli-error.js';
import { gitOutput, gitText } from './git.js';

const LARGEST_TEXT = 1024 * 1024;
const SYMBOLIC_LINK = '120000';
const SUBMODULE = '160000';

interface BatchObject {
  readonly id: string;
  readonly type: string;
  readonly content: Buffer;
}

/**
 * A clone on this machine, whoever configured it. Its settings could name programs to run (filters, drivers of differences,
 * hooks), so nothing that would look at them runs inside of it: only its references are listed there. All contents are
 * read through an empty repository of our own that borrows the clone's objects.
 */
export class LocalClone {
  private constructor(
    private readonly folder: string,
    private readonly reader: string,
  ) {}

  /** Does something with the clone in a folder. @throws CliError when the folder holds none */
  static async use<T>(folder: string, work: (clone: LocalClone) => Promise<T>): Promise<T> {
    const asked = ['--git-path', 'objects', '--show-object-format', '--is-shallow-repository'];
    const told = await gitText(folder, ['rev-parse', '--path-format=absolute', ...asked]);
    const [objects = '', format = '', isShallow] = told.trim().split('\n');
    if (isShallow === 'true') throw new CliError('cli.project.shallow', { folder });
    const reader = await mkdtemp(join(tmpdir(), 'mainstay-reader-'));
    try {
      await gitText(reader, ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, '.']);
      await writeFile(join(reader, 'objects/info/alternates'), `${objects}\n`);
      return await work(new LocalClone(folder, reader));
    } finally {
      await rm(reader, { recursive: true, force: true });
    }
  }

  /** Tags, with the text of annotated ones. */
  async tags(): Promise<TagRecord[]> {
    const format = '%(refname:strip=2)%00%(objectname)%00%(objecttype)%00%(*objectname)%00%(*objecttype)';
    const lines = (await gitText(this.folder, ['for-each-ref', `--format=${format}`, 'refs/tags'])).split('\n');
    const refs = lines.filter((line) => line !== '').map((line) => line.split('\0') as [string, ...string[]]);
    const texts = new Map<string, string>();
    const annotated = refs.flatMap(([, id, type]) => (type === 'tag' ? [id!] : []));
    for await (const { id, content } of this.#objects(annotated)) texts.set(id, content.toString('utf8'));
    return refs.flatMap(([name, id, type, target, targetType]) => {
      const commit = type === 'commit' ? id : targetType === 'commit' ? target : undefined;
      return commit === undefined ? [] : [{ name, commit, object: texts.get(id!) ?? null }];
    });
  }

  /** The log of everything that the checked-out branch and the tags lead to. */
  async *log(tags: readonly TagRecord[]): AsyncGenerator<Buffer> {
    const head = await gitText(this.folder, ['rev-parse', '--verify', 'HEAD^{commit}']).catch((error: unknown) => {
      throw error instanceof CliError ? new CliError('cli.project.noCommits', { folder: this.folder }) : error;
    });
    const starts = new Set([head.trim(), ...tags.map(({ commit }) => commit)]);
    yield* this.#read(['log', ...GIT_LOG_ARGUMENTS, '--stdin'], `${[...starts].join('\n')}\n`);
  }

  /** Contents up to a megabyte, and sizes of the others. */
  async blobs(contents: ReadonlySet<string>, sizes: ReadonlySet<string>): Promise<Map<string, GitBlob>> {
    const blobs = new Map<string, GitBlob>();
    const asked = [...new Set([...contents, ...sizes])];
    for (const [id, bytes] of await this.#sizes(asked)) blobs.set(id, { bytes, content: null });
    const read = [...contents].filter((id) => (blobs.get(id)?.bytes ?? Infinity) <= LARGEST_TEXT);
    for await (const { id, content } of this.#objects(read))
      blobs.set(id, { bytes: content.length, content: content.toString('utf8') });
    return blobs;
  }

  /** Which of some names each program has in it. A program of over a megabyte is not read. */
  async mentions({ names, programs }: WantedMentions): Promise<Map<string, string[]>> {
    const mentions = new Map<string, string[]>();
    const sizes = await this.#sizes([...programs]);
    const read = [...sizes].flatMap(([id, bytes]) => (bytes <= LARGEST_TEXT ? [id] : []));
    for await (const { id, content } of this.#objects(read)) {
      const found = mentionsIn(content.toString('utf8'), names);
      if (found.length > 0) mentions.set(id, found);
    }
    return mentions;
  }

  /** The files of a commit as they are stored, without filters, end-of-line conversions or what attributes leave out. */
  async tree(commit: string): Promise<TreeFile[]> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.#read(['ls-tree', '-r', '-z', '--full-tree', commit])) chunks.push(chunk);
    const listed = Buffer.concat(chunks).toString('utf8');
    const files = listed.split('\0').flatMap((line) => {
      const match = /^(\d+) (\w+) ([0-9a-f]+)\t([\s\S]+)$/.exec(line);
      return match && match[1] !== SUBMODULE ? [{ mode: match[1]!, id: match[3]!, path: match[4]! }] : [];
    });
    const digests = new Map<string, string>();
    for await (const { id, content } of this.#objects([...new Set(files.map(({ id }) => id))]))
      digests.set(id, sha256Hex(content));
    return files
      .filter(({ mode }) => mode !== SYMBOLIC_LINK)
      .map(({ mode, id, path }) => ({ path, sha256: digests.get(id)!, isExecutable: mode === '100755' }));
  }

  /** What is read of the contents; a failure is told of the clone, and not of the folder that reads it. */
  #read(args: readonly string[], input = ''): AsyncGenerator<Buffer> {
    return gitOutput(this.reader, args, input, this.folder);
  }

  /** Of those that are contents of files. */
  async #sizes(ids: readonly string[]): Promise<Map<string, number>> {
    const input = ids.map((id) => `${id}\n`).join('');
    const chunks: Buffer[] = [];
    for await (const chunk of this.#read(['cat-file', '--batch-check'], input)) chunks.push(chunk);
    const lines = Buffer.concat(chunks).toString('latin1').split('\n');
    return new Map(
      lines
        .map((line) => line.split(' '))
        .flatMap(([id, type, size]) => (type === 'blob' ? [[id!, Number(size)]] : [])),
    );
  }

  async *#objects(ids: readonly string[]): AsyncGenerator<BatchObject> {
    if (ids.length === 0) return;
    const input = ids.map((id) => `${id}\n`).join('');
    let pending: Buffer[] = [];
    let size = 0;
    let wanted = 0;
    for await (const chunk of this.#read(['cat-file', '--batch'], input)) {
      pending.push(chunk);
      size += chunk.length;
      if (size < wanted) continue;
      let rest = Buffer.concat(pending);
      for (let next = objectIn(rest); next !== null; next = objectIn(rest)) {
        if (typeof next === 'number') {
          wanted = next;
          break;
        }
        wanted = 0;
        rest = rest.subarray(next.end);
        yield next.object;
      }
      pending = [rest];
      size = rest.length;
    }
  }
}

/** The first object of a batch; the bytes that it needs when it is not whole; null when not even its first line is. */
function objectIn(bytes: Buffer): { readonly object: BatchObject; readonly end: number } | number | null {
  const line = bytes.indexOf(0x0a);
  if (line < 0) return null;
  const [id = '', type = '', size] = bytes.subarray(0, line).toString('latin1').split(' ');
  if (type === 'missing') throw new CliError('cli.project.objectMissing', { id });
  const from = line + 1;
  const end = from + Number(size) + 1;
  if (bytes.length < end) return end;
  return { object: { id, type, content: bytes.subarray(from, end - 1) }, end };
}
