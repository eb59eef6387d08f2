import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface TrialPerson {
  readonly name: string;
  readonly mail: string;
}

export interface TrialCommit {
  readonly author: TrialPerson;
  readonly committer?: TrialPerson;
  /** ISO time with its offset. */
  readonly at: string;
  readonly authoredAt?: string;
  /** Null takes a file away. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
}

/** A repository made with git for one test, with people and dates as the test says. */
export class GitTrial {
  readonly folder = mkdtempSync(join(tmpdir(), 'mainstay-git-'));

  constructor() {
    this.git(['init', '--quiet', '--initial-branch=main', '--template=']);
  }

  /** The id of the new commit. */
  commit({ author, committer = author, at, authoredAt = at, files = {} }: TrialCommit): string {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      if (content === null) rmSync(file);
      else writeFileSync(file, content);
    }
    this.git(['add', '--all']);
    this.git(['commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'change'], {
      ...person('AUTHOR', author, authoredAt),
      ...person('COMMITTER', committer, at),
    });
    return this.head;
  }

  /** An annotated tag; signed with the SSH key in a file when one is named. */
  tag(name: string, tagger: TrialPerson, at: string, sshKey: string | null = null): void {
    const sign = sshKey === null ? [] : ['-c', 'gpg.format=ssh', '-c', `user.signingKey=${sshKey}`];
    const kind = sshKey === null ? '--annotate' : '--sign';
    this.git([...sign, 'tag', kind, '--message', name, name], person('COMMITTER', tagger, at));
  }

  get head(): string {
    return this.git(['rev-parse', 'HEAD']).toString('utf8').trim();
  }

  git(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Buffer {
    return execFileSync('git', ['-C', this.folder, ...args], {
      env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1', ...environment },
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function person(role: 'AUTHOR' | 'COMMITTER', { name, mail }: TrialPerson, at: string): Record<string, string> {
  return { [`GIT_${role}_NAME`]: name, [`GIT_${role}_EMAIL`]: mail, [`GIT_${role}_DATE`]: at };
}

/** A pair of SSH keys in a folder: the path of the private one, and its fingerprint. */
export function sshKeyIn(folder: string, name: string): { readonly file: string; readonly fingerprint: string } {
  const file = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
  const listed = execFileSync('ssh-keygen', ['-l', '-f', `${file}.pub`]).toString('utf8');
  return { file, fingerprint: /SHA256:\S+/.exec(listed)![0] };
}
