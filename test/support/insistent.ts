import { setTimeout as sleep } from 'node:timers/promises';
import { RefusedRequest, type Person } from '../../apps/cli/src/index.js';

/** Requests of people to an API that may die at any moment. */

const LIMIT_MS = 180_000;
export const LOOK_MS = 100;

type Sent = Readonly<Record<string, unknown>>;

/** Sends a request again until it is answered; the key in it makes it one. */
export function ask<Payload>(
  person: Person,
  name: string,
  inputType: string,
  selection: string,
  input: Sent,
): Promise<Payload> {
  return insist(person, () => person.mutate<Payload>(name, inputType, selection, input));
}

/** The same for what has no key: a refusal after it was cut off says that it had been done. */
export async function tell(
  person: Person,
  name: string,
  inputType: string,
  selection: string,
  input: Sent,
): Promise<void> {
  let wasCut = false;
  await insist(person, async () => {
    try {
      await person.mutate(name, inputType, selection, input);
    } catch (error) {
      if (!(error instanceof RefusedRequest)) wasCut = true;
      if (!wasCut || !(error instanceof RefusedRequest) || COMES_BACK.includes(error.code)) throw error;
    }
  });
}

export function look<Data>(person: Person, document: string, variables: Sent): Promise<Data> {
  return insist(person, () => person.query<Data>(document, variables));
}

export async function idOf(person: Person): Promise<string> {
  return (await look<{ viewer: { person: { id: string } } }>(person, '{ viewer { person { id } } }', {})).viewer.person
    .id;
}

/** Refusals that say nothing about the request itself. */
const COMES_BACK = ['UNAUTHENTICATED', 'INTERNAL', 'IDEMPOTENCY_IN_PROGRESS'];

/**
 * Does something until no connection is cut. A session whose new secret was in an answer that never came is lost; then the person
 * signs in again.
 */
async function insist<Value>(person: Person, work: () => Promise<Value>): Promise<Value> {
  const end = performance.now() + LIMIT_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isRefused = error instanceof RefusedRequest && !COMES_BACK.includes(error.code);
      if (isRefused || performance.now() > end) throw error;
      if (error instanceof RefusedRequest && error.code === 'UNAUTHENTICATED')
        await person.signIn().catch(() => undefined);
      await sleep(LOOK_MS);
    }
  }
}

export async function until<Value>(what: string, see: () => Promise<Value | null | undefined | false>): Promise<Value> {
  for (const end = performance.now() + LIMIT_MS; performance.now() < end; await sleep(LOOK_MS)) {
    const value = await see();
    if (value !== null && value !== undefined && value !== false) return value;
  }
  throw new Error(`waited too long for ${what}`);
}
