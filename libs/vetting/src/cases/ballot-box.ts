import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';

/** Opens the boxes of one grant for one statement. SET takes no parameters; the id of a grant that was read is one. */
export async function withBallotBox<Result>(tx: Tx, id: Id<'rgr'>, work: () => Promise<Result>): Promise<Result> {
  await tx.manager.query(`SELECT set_config('app.ballot_box', $1, true)`, [id]);
  const result = await work();
  await tx.manager.query(`SELECT set_config('app.ballot_box', '', true)`);
  return result;
}
