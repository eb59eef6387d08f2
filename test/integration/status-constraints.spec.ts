import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statusesOf } from '#platform/kernel';
import { openTestDatabase, type TestDatabase } from '#platform/testing';
import { MACHINES } from '../../scripts/lib/machines.mjs';
import { MACHINE_CONSTANTS } from '../support/machine-constants.js';

/** Statuses that a column takes although no action of its machine leads to them, each with the reason. */
const AHEAD_OF_THE_MACHINE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  milestone_status: {
    cancelled: 'The design has it; the action comes with refunds, which give the money of a cancelled milestone back.',
  },
};

/** Status columns that are no lifecycle of the domain: a job or a route moves them, and no person acts on them. */
const WITHOUT_A_MACHINE: Readonly<Record<string, string>> = {
  need_payee_status: 'An answer to a question: given by PayeesService, and again as long as the need is not published.',
  package_enrichment_status:
    'What came of asking public services about one package: written by EnrichmentService alone.',
  project_history_import_status: 'One file on its way in: stored or refused by HistoryImportsService alone.',
  stripe_call_status: 'One call to Stripe: begun and ended by StripeCallsService alone.',
  stripe_event_status: 'One event of Stripe: stored by the webhook, ended by StripeInboxService.',
  upload_status: 'One file on its way in: moved by the upload route and by the reader.',
};

/** Machines with a table. */
const STORED = MACHINES.flatMap(({ constant, constraint }) => (constraint === null ? [] : [{ constant, constraint }]));

let database: TestDatabase;
let constraints: ReadonlyMap<string, string[]>;

beforeAll(async () => {
  database = await openTestDatabase();
  const rows = await database.asOwner<{ name: string; definition: string }>(
    String.raw`SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
                WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conname LIKE '%\_status'`,
  );
  constraints = new Map(rows.map(({ name, definition }) => [name, valuesOf(definition)]));
});
afterAll(() => database.close());

/** The values of `CHECK ((status = ANY (ARRAY['a'::text, 'b'::text])))`. */
function valuesOf(definition: string): string[] {
  return [...definition.matchAll(/'([^']+)'::text/g)].map(([, value]) => value!).sort();
}

describe('the CHECK of a status column', () => {
  it.each(STORED)('$constraint takes the statuses of $constant, and others only with a reason', (entry) => {
    const { constant, constraint } = entry;
    const ahead = Object.keys(AHEAD_OF_THE_MACHINE[constraint] ?? {});
    expect([...statusesOf(MACHINE_CONSTANTS[constant]!), ...ahead].sort()).toEqual(constraints.get(constraint));
  });

  it('belongs to a machine, or is listed with the reason why it has none', () => {
    const explained = [...STORED.map(({ constraint }) => constraint), ...Object.keys(WITHOUT_A_MACHINE)];
    expect(explained.sort()).toEqual([...constraints.keys()].sort());
  });
});
