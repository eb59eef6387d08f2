/** Options that many commands have. */
export const DATA_DIR = ['--data-dir <folder>', 'where data is kept (.mainstay in the project)'] as const;
export const DATABASE = [
  '--database <url>',
  'PostgreSQL to use; default DATABASE_URL, else the one that runs here',
] as const;

/** A command loads what it needs when it is called. */
export function lazily<Arguments extends unknown[]>(
  load: () => Promise<(...given: Arguments) => unknown>,
): (...given: Arguments) => Promise<void> {
  return async (...given) => {
    const run = await load();
    await run(...given);
  };
}

/** An option that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
