import type Stripe from 'stripe';
import { z } from 'zod';
import { DAY_MS, MINUTE_MS } from '#platform/kernel';
import { invalidParameter, refused } from '../errors.js';
import { emitEvent } from '../events/emitter.js';
import { expand, integer, text } from '../http/parameters.js';
import type { Route } from '../http/router.js';
import { operate, type Operation } from '../operation.js';
import type { Services } from '../services.js';
import { change } from './change.js';
import { Resource } from './resource.js';

type TestClock = Stripe.TestHelpers.TestClock;

const LIFETIME_SECONDS = (30 * DAY_MS) / 1_000;
/** How far from the present a clock may be made. */
const NEAR_SECONDS = MINUTE_MS / 1_000;

const createParameters = z.strictObject({
  expand,
  frozen_time: integer(0),
  name: text(300).optional(),
});

/** This server has one clock for everything. A test clock is a handle on it, so it is made at the present. */
function createClock(operation: Operation, { frozen_time, name }: z.output<typeof createParameters>): TestClock {
  if (Math.abs(frozen_time - operation.nowSeconds) > NEAR_SECONDS)
    throw invalidParameter(
      'frozen_time',
      'This server has one clock: frozen_time has to be the present, and is advanced from there.',
    );
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
  return clock;
}

const advanceParameters = z.strictObject({ expand, frozen_time: integer(0) });

/** Answers at once; the clock arrives when everything on the way is done, and tells of it. */
function advance(operation: Operation, clock: TestClock, target: number): TestClock {
  if (clock.status !== 'ready') throw refused('Test clock advancement is underway, try again later.');
  if (target <= clock.frozen_time) throw invalidParameter('frozen_time', 'A test clock moves forward only.');
  const advancing = change(operation, 'test_clock', clock, {
    status: 'advancing',
    status_details: { advancing: { target_frozen_time: target } },
  });
  emitEvent(operation, 'test_helpers.test_clock.advancing', advancing);
  const { services } = operation;
  setImmediate(() => arrive(services, clock.id));
  return advancing;
}

/** Moves the clock of the server to where a test clock is going; also after a restart. */
function arrive(services: Services, id: string): void {
  const target = services.store.get('test_clock', id)?.status_details.advancing?.target_frozen_time;
  if (target === undefined) return;
  const ahead = target * 1_000 - services.clock.now().getTime();
  if (ahead > 0) services.moveClock(services.clock.offset + ahead);
  operate(services, (operation) => {
    const clock = operation.tx.get('test_clock', id);
    if (clock?.status !== 'advancing') return;
    const ready = change(operation, 'test_clock', clock, {
      frozen_time: target,
      status: 'ready',
      status_details: {},
    });
    emitEvent(operation, 'test_helpers.test_clock.ready', ready);
  });
}

/** Test clocks that were on their way when the server stopped go on. */
export function resumeTestClocks(services: Services): void {
  for (const { id } of services.store.rows('test_clock')) arrive(services, id);
}

const clocks = new Resource('/v1/test_helpers/test_clocks', 'test_clock', 'testclock');

export const testClockRoutes: readonly Route[] = [
  clocks.create(createParameters, createClock),
  clocks.list({}),
  clocks.retrieve(),
  clocks.action('advance', advanceParameters, (operation, clock, { frozen_time }) =>
    advance(operation, clock, frozen_time),
  ),
  clocks.delete(z.strictObject({}), (operation, clock) => {
    operation.tx.delete('test_clock', clock.id);
    emitEvent(operation, 'test_helpers.test_clock.deleted', clock);
    return { id: clock.id, object: 'test_helpers.test_clock', deleted: true };
  }),
];
