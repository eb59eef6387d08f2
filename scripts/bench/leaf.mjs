import { alternating, show } from './pairs.mjs';
import { threeRows } from './three-rows.mjs';

const PAIRS_A_ROUND = 100;
const TARGET_SHARE = 0.2;

/**
 * What the audit leaf adds to a posting: the same ledger transaction through the unit of work, with its leaf in the
 * same transaction and without. One client, so that nobody waits for the head of the log, and what is measured is the
 * work of the leaf. With eight clients the wait is in it too; the bench of posting shows both rates.
 */
export async function benchLeaf(root, url) {
  const { post } = await threeRows(root, url);
  const { dataSource, alone, withLeaf } = await post(1);
  const { ratio } = await alternating(
    () => withLeaf(0),
    () => alone(0),
    { pairs: PAIRS_A_ROUND },
  );
  await dataSource.destroy();
  const { minimum, median, maximum } = ratio;
  const share = { minimum: minimum - 1, median: median - 1, maximum: maximum - 1 };
  console.log('audit leaf in the transaction of a posting, one client:');
  console.log(`  added time: ${show(share, 2)} of a posting (at most ${TARGET_SHARE})`);
  return share.median <= TARGET_SHARE;
}
