import { quantile, show, spread } from './pairs.mjs';
import { threeRows } from './three-rows.mjs';

const ROUNDS = 15;
const PAIRS_A_ROUND = 100;
const TARGET_SHARE = 0.2;

/**
 * What the audit leaf adds to a posting: the same ledger transaction through the unit of work, with its leaf in the
 * same transaction and without. One client, so that nobody waits for the head of the log, and what is measured is the
 * work of the leaf. With eight clients the wait is in it too; the bench of posting shows both rates.
 */
export async function benchLeaf(root, url) {
  const { post } = await threeRows(root, url);
  const share = await addedShare(await post(1));
  console.log('audit leaf in the transaction of a posting, one client:');
  console.log(`  added time: ${show(share, 2)} of a posting (at most ${TARGET_SHARE})`);
  return share.median <= TARGET_SHARE;
}

/**
 * One after the other, a posting without and one with its leaf, so that whatever else the machine does meets both. The
 * middle of a round's times is compared, since a single wait for the disk or the processor says nothing about either.
 */
async function addedShare({ dataSource, alone, withLeaf }) {
  const shares = [];
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [base, own] = [[], []];
    for (let pair = 0; pair < PAIRS_A_ROUND; pair += 1) {
      const order = pair % 2 === 0 ? [base, own] : [own, base];
      for (const times of order) {
        const began = performance.now();
        await (times === base ? alone : withLeaf)(0);
        times.push(performance.now() - began);
      }
    }
    if (round > 0) shares.push(quantile(own, 0.5) / quantile(base, 0.5) - 1);
  }
  await dataSource.destroy();
  return spread(shares);
}
