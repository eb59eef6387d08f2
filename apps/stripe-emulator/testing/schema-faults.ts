import type { Harness } from './harness.js';
import { OpenApiChecker } from './openapi-checker.js';

/** Everything the harness has asked, was answered and was sent, where it is not what the schema of the SDK says. */
export async function schemaFaults(harness: Harness): Promise<string[]> {
  const checker = new OpenApiChecker();
  await harness.until(async () => {
    const { deliveries } = await harness.control('GET', 'journal');
    return deliveries.every(({ status }) => status !== 'pending');
  });
  const bodies = [...harness.platform.received, ...harness.connect.received].map(({ body }) => {
    return JSON.parse(body) as { type: string };
  });
  if (harness.exchanges.length === 0 || bodies.length === 0) throw new Error('there is nothing to check');
  const faults = [
    ...harness.exchanges.flatMap((exchange) => checker.faultsOf(exchange)),
    ...bodies.flatMap((event) => checker.faultsOfEvent(event)),
  ];
  return [...new Set(faults)];
}
