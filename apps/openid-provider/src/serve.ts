import { optionsFromEnvironment } from './options.js';
import { startOpenIdProvider } from './provider.js';

/** The part of `process` that the provider's process uses. */
export interface HostProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  send?: ((message: unknown) => unknown) | undefined;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect' | 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  exit(code: number): unknown;
}

/**
 * Runs the provider as a process: says on standard output and over IPC when it listens, and exits with 0 when its
 * parent goes away or asks it to stop, with 1 when it must not or cannot start.
 */
export async function serve(host: HostProcess): Promise<void> {
  try {
    const provider = await startOpenIdProvider(optionsFromEnvironment(host.env));
    const stop = once(() => void provider.close().then(() => host.exit(0)));
    host.on('disconnect', stop);
    host.on('SIGTERM', stop);
    host.on('SIGINT', stop);
    host.on('message', (message) => acknowledgeClock(host, message));
    host.stdout.write(`${JSON.stringify({ listening: provider.port })}\n`);
    host.send?.({ type: 'ready', port: provider.port });
  } catch (error) {
    host.stderr.write(`openid-provider: ${error instanceof Error ? error.message : String(error)}\n`);
    host.exit(1);
  }
}

/**
 * Every process of the demo is told when the virtual clock moves and answers, so that the jump is complete when all
 * have. Tokens live in real time, hence there is nothing else to do here.
 */
function acknowledgeClock(host: HostProcess, message: unknown): void {
  if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'clock') return;
  if (!('offsetMs' in message)) return;
  host.send?.({ type: 'clock', offsetMs: message.offsetMs });
}

/** A second signal while closing changes nothing. */
function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
