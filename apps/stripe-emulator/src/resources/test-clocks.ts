import type Stripe from 'stripe';
import { z } from 'zod';
import { DAY_MS, MINUTE_MS } from '#platform/kernel';
import { invalidParameter, refused } from '../errors.js';
import { emitEvent } from '../events/emitter.js';
import { expand, integer, text } from '../http/parameters.js';
import type { Route } from '../http/router.js';
import type { Operation } from '../operation.js';
import { change } from './change.js';
import { Resource } from './resource.js';

type TestClock = Stripe.TestHelpers.TestClock;

const LIFETIME_SECONDS = (30 * DAY_MS) / 1000;
/** How far a caller's clock may be behind this one. */
const TOLERANCE_SECONDS = (10 * MINUTE_MS) / 1000;

const createParameters = z.strictObject({ expand, frozen_time: integer(0), name: text(300).optional() });
const advanceParameters = z.strictObject({ expand, frozen_time: integer(0) });

/** A handle on the one clock of this server. One that begins in the future brings the clock there. */
function createClock(operation: Operation, { frozen_time, name }: z.output<typeof createParameters>): TestClock {
  if (frozen_time < operation.nowSeconds - TOLERANCE_SECONDS) {
    throw invalidParameter(
      'frozen_time',
      `The clock of this server stands at ${operation.nowSeconds} and never goes back.`,
    );
  }
  const clock: TestClock = {
    id: operation.newId('clock'),
    object: 'test_helpers.test_clock',
    created: operation.nowSeconds,
    deletes_after: operation.nowSeconds + LIFETIME_SECONDS,
    frozen_time,
    livemode: false,
    name: name ?? null,
    status: 'ready',
    status_details: {},
  };
  operation.tx.put('test_clock', clock.id, clock, operation.account);
  emitEvent(operation, 'test_helpers.test_clock.created', clock);
  return frozen_time > operation.nowSeconds ? setOff(operation, clock, frozen_time) : clock;
}

function advanceClock(
  operation: Operation,
  clock: TestClock,
  { frozen_time: target }: z.output<typeof advanceParameters>,
): TestClock {
  if (clock.status !== 'ready') throw refused(`The test clock ${clock.id} is still advancing.`);
  if (target <= clock.frozen_time) throw invalidParameter('frozen_time', 'A test clock goes forward only.');
  return setOff(operation, clock, target);
}

/** The clock cannot move inside a request: it does so once this is stored, by TestClockRunner. */
function setOff(operation: Operation, clock: TestClock, target: number): TestClock {
  const advancing = change(operation, 'test_clock', clock, {
    status: 'advancing',
    status_details: { advancing: { target_frozen_time: target } },
  });
  emitEvent(operation, 'test_helpers.test_clock.advancing', advancing);
  return advancing;
}

/** Where a clock is to go; null for one that stands. */
export function targetOf(clock: TestClock): number | null {
  return clock.status === 'advancing' ? clock.status_details.advancing!.target_frozen_time : null;
}

/** Everything that fell due on the way is done. */
export function arriveClock(operation: Operation, clock: TestClock): void {
  const ready = change(operation, 'test_clock', clock, {
    frozen_time: targetOf(clock)!,
    status: 'ready',
    status_details: {},
  });
  emitEvent(operation, 'test_helpers.test_clock.ready', ready);
}

function deleteClock(operation: Operation, clock: TestClock): Stripe.TestHelpers.DeletedTestClock {
  if (clock.status !== 'ready') throw refused(`The test clock ${clock.id} is still advancing.`);
  operation.tx.delete('test_clock', clock.id);
  emitEvent(operation, 'test_helpers.test_clock.deleted', clock);
  return { id: clock.id, object: 'test_helpers.test_clock', deleted: true };
}

const clocks = new Resource('/v1/test_helpers/test_clocks', 'test_clock', 'test clock');

export const testClockRoutes: readonly Route[] = [
  clocks.create(createParameters, createClock),
  clocks.list({}),
  clocks.retrieve(),
  clocks.action('advance', advanceParameters, advanceClock),
  clocks.delete(z.strictObject({}), deleteClock),
];
