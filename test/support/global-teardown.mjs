/** Undoes the set-up, newest first. */
export default async function tearDown() {
  for (const step of globalThis.mainstayTestCleanup ?? []) await step();
}
