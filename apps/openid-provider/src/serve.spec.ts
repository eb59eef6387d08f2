import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve, type HostProcess } from './serve.js';

/** Stands in for `process`, which a spec cannot end; everything else in these specs is real. */
class SpecProcess extends EventEmitter implements HostProcess {
  readonly output: string[] = [];
  readonly errors: string[] = [];
  readonly sent: unknown[] = [];
  readonly stdout = { write: (text: string) => this.output.push(text) };
  readonly stderr = { write: (text: string) => this.errors.push(text) };
  exitCode: number | null = null;

  constructor(readonly env: Record<string, string>) {
    super();
  }

  send(message: unknown): void {
    this.sent.push(message);
  }

  exit(code: number): void {
    this.exitCode = code;
    this.emit('exited');
  }
}

let stateDir: string;

function givenProcess(changes: Record<string, string> = {}): SpecProcess {
  return new SpecProcess({
    OPENID_PORT: '0',
    OPENID_CLIENT_ID: 'mainstay',
    OPENID_CLIENT_SECRET: 'a secret for specs only',
    OPENID_REDIRECT_URI: 'http://127.0.0.1:9/callback',
    OPENID_STATE_DIR: stateDir,
    ...changes,
  });
}

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'openid-serve-'));
});

afterEach(async () => {
  await rm(stateDir, { recursive: true, force: true });
});

describe('the process of the local OpenID provider', () => {
  it.each(['disconnect', 'SIGTERM', 'SIGINT'])(
    'says where it listens, and on %s closes and exits with 0',
    async (end) => {
      const host = givenProcess();
      await serve(host);
      const { listening } = JSON.parse(host.output.join('')) as { listening: number };
      expect(host.sent).toEqual([{ type: 'ready', port: listening }]);
      const discovery = `http://127.0.0.1:${listening}/.well-known/openid-configuration`;
      expect((await fetch(discovery)).status).toBe(200);

      const exited = once(host, 'exited');
      host.emit(end);
      host.emit(end);
      await exited;
      expect(host.exitCode).toBe(0);
      await expect(fetch(discovery)).rejects.toThrow();
    },
  );

  it('acknowledges a move of the virtual clock, and ignores other messages', async () => {
    const host = givenProcess();
    await serve(host);
    host.emit('message', { type: 'clock', offsetMs: 86_400_000 });
    host.emit('message', { type: 'other' });
    host.emit('message', 'text');
    expect(host.sent.slice(1)).toEqual([{ type: 'clock', offsetMs: 86_400_000 }]);
    const exited = once(host, 'exited');
    host.emit('SIGTERM');
    await exited;
  });

  it.each([
    ['in production', { NODE_ENV: 'production' }, /production/],
    ['on an address that other machines reach', { OPENID_HOST: '0.0.0.0' }, /127\.0\.0\.1.*0\.0\.0\.0/],
    ['without a client', { OPENID_CLIENT_ID: '' }, /OPENID_CLIENT_ID/],
    ['with a short client secret', { OPENID_CLIENT_SECRET: 'short' }, /OPENID_CLIENT_SECRET/],
    ['without a port', { OPENID_PORT: 'none' }, /OPENID_PORT/],
  ])('does not start %s, and says why', async (_case, changes, reason) => {
    const host = givenProcess(changes);
    await serve(host);
    expect(host.exitCode).toBe(1);
    expect(host.errors.join('')).toMatch(reason);
    expect(host.output).toEqual([]);
  });
});
