import { startMailCatcher } from './catcher.js';
import { optionsFromEnvironment } from './options.js';

/** The part of `process` that the catcher's process uses. */
export interface HostProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stderr: { write(text: string): unknown };
  send?: ((message: unknown) => unknown) | undefined;
  once(event: 'disconnect' | 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  exit(code: number): unknown;
}

/** Runs the catcher as a process; exits with 0 when its parent goes away or asks it to, with 1 when it cannot start. */
export async function serve(host: HostProcess): Promise<void> {
  try {
    const catcher = await startMailCatcher(optionsFromEnvironment(host.env));
    for (const event of ['disconnect', 'SIGTERM', 'SIGINT'] as const) {
      host.once(event, () => void catcher.close().then(() => host.exit(0)));
    }
    host.send?.({ type: 'ready', port: catcher.pagePort });
  } catch (error) {
    host.stderr.write(`mail-catcher: ${error instanceof Error ? error.message : String(error)}\n`);
    host.exit(1);
  }
}
