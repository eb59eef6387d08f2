import { startEmulator, type RunningEmulator } from './emulator.js';
import { ConfigurationError, optionsFromProcess } from './options.js';

/** Ends the process cleanly, once, whatever asks first: the parent that went away, or a signal. */
function closeOnRequest(emulator: RunningEmulator): void {
  let isClosing = false;
  const close = (): void => {
    if (isClosing) return;
    isClosing = true;
    emulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('disconnect', close);
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
}

/** A parent moves the clock of all its children; the answer says that everything that fell due is done and stored. */
function followClock(emulator: RunningEmulator): void {
  process.on('message', (message: unknown) => {
    const { type, offsetMs } = (message ?? {}) as { type?: unknown; offsetMs?: unknown };
    if (type !== 'clock' || typeof offsetMs !== 'number') return;
    process.send?.({ type: 'clock', offsetMs: emulator.moveClock(offsetMs) });
  });
}

try {
  const emulator = await startEmulator(optionsFromProcess(process.env, process.argv.slice(2)));
  closeOnRequest(emulator);
  followClock(emulator);
  console.log(JSON.stringify({ listening: emulator.port }));
  process.send?.({ type: 'ready', port: emulator.port });
} catch (error) {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(1);
}
