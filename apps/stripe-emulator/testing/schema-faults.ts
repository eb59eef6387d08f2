import type { Harness } from './harness.js';
import { OpenApiChecker } from './openapi-checker.js';

/** Everything the harness has asked, was answered and was sent, where it is not what the schema of the SDK says. */
export async function schemaFaults(harness: Harness): Promise<string[]> {
  const checker = OpenApiChecker.shared;
  await harness.delivered();
  const events = harness.v1Events();
  if (harness.exchanges.length === 0 || events.length === 0) throw new Error('there is nothing to check');
  const faults = [
    ...harness.exchanges.flatMap((exchange) => checker.faultsOf(exchange)),
    ...events.flatMap((event) => checker.faultsOfEvent(event)),
  ];
  return [...new Set(faults)];
}
