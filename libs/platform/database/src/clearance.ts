import type { Clearance } from '#platform/kernel';
import type { Tx } from './tx.js';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The statement that gives a transaction its clearance at an instant, for which embargoes hold; both end with it. */
export function clearanceStatement({ organisationIds, subjectIds, projectIds }: Clearance, now: Date): string {
  return [
    `SET LOCAL app.organisations = '${arrayLiteral(organisationIds)}'`,
    `SET LOCAL app.subjects = '${arrayLiteral(subjectIds)}'`,
    `SET LOCAL app.projects = '${arrayLiteral(projectIds)}'`,
    `SET LOCAL app.now = '${now.toISOString()}'`,
  ].join('; ');
}

/** Gives a transaction a clearance in place of the one it had. */
export async function clear(tx: Tx, clearance: Clearance): Promise<void> {
  await tx.manager.query(clearanceStatement(clearance, tx.now));
}

/** SET takes no parameters, so whatever is not an id is a bug that must not reach the statement. */
function arrayLiteral(ids: readonly string[]): string {
  if (!ids.every((id) => UUID.test(id))) throw new TypeError('a clearance names ids only');
  return `{${ids.join(',')}}`;
}
