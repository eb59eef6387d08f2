import { say } from '../terminal.js';

/** Runs `stop` when the terminal or the system asks for an end; settles as it does. Asking again changes nothing. */
export function untilSignal(stop: () => Promise<void>): {
  readonly ended: Promise<void>;
  readonly end: () => Promise<void>;
  /** Whether a signal asked for the end; what fails from then on fails because of it. */
  readonly isAskedTo: () => boolean;
} {
  let ending: Promise<void> | null = null;
  let asked = false;
  let finish: (ending: Promise<void>) => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const end = (): Promise<void> => {
    if (!ending) {
      ending = stop();
      finish(ending);
      // Whoever waits for it hears of a failure; a signal waits for nothing.
      for (const promise of [ending, ended]) promise.catch(() => undefined);
    }
    return ending;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!ending) say('cli.stopping');
      asked = true;
      void end();
    });
  }
  return { ended, end, isAskedTo: () => asked };
}
