import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { processEnvironment } from '#platform/config';
import { CliError } from '../cli-error.js';

/** Nothing that these name is run by the commands used here; they are set in case a version of git thinks otherwise. */
const SAFE_OPTIONS = [
  '--no-pager',
  '--no-optional-locks',
  '--no-replace-objects',
  ...[
    'core.fsmonitor=false',
    `core.hooksPath=${devNull}`,
    `core.attributesFile=${devNull}`,
    'core.sshCommand=false',
    'core.askPass=',
    'credential.helper=',
    'protocol.allow=never',
    'log.showSignature=false',
    'gpg.program=gpg',
    'gpg.openpgp.program=gpg',
    'gpg.x509.program=gpgsm',
    'gpg.ssh.program=ssh-keygen',
  ].flatMap((setting) => ['-c', setting]),
];
/** What is taken over from the caller; no GIT_ variable is. */
const KEPT = ['PATH', 'HOME', 'GNUPGHOME', 'SystemRoot', 'TMPDIR'] as const;

function environment(): Record<string, string> {
  const all = processEnvironment();
  const kept = KEPT.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]] as const]));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/**
 * What git prints, as it comes. It runs without a shell.
 * @param named the folder that a person knows
 * @throws CliError when git is missing or says no
 */
export async function* gitOutput(
  folder: string,
  args: readonly string[],
  input = '',
  named = folder,
): AsyncGenerator<Buffer> {
  const child = spawn('git', ['-C', folder, ...SAFE_OPTIONS, ...args], { env: environment(), stdio: 'pipe' });
  const ended = endOf(child);
  // It is awaited below, and may fail before.
  ended.catch(() => undefined);
  child.stdin.on('error', () => undefined).end(input);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(0, 2_000)));
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    const status = await ended;
    if (status !== 0)
      throw new CliError('cli.project.gitFailed', { folder: named, reason: said.trim().split('\n')[0] ?? '' });
  } finally {
    if (child.exitCode === null) child.kill('SIGKILL');
  }
}

async function endOf(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  try {
    const [status] = (await once(child, 'close')) as [number | null];
    return status;
  } catch (error) {
    throw new CliError(
      'cli.project.noGit',
      { code: (error as NodeJS.ErrnoException).code ?? 'unknown' },
      { cause: error },
    );
  }
}

export async function gitText(folder: string, args: readonly string[], input = ''): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of gitOutput(folder, args, input)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
