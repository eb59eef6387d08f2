import { startApi } from './api.mjs';
import { MONEY, trivial } from './documents.mjs';
import { enumeration } from './enumeration.mjs';
import { cycle, heldMemory, worstDocument } from './hostile.mjs';
import { alternating, show } from './pairs.mjs';
import { stock } from './stock.mjs';

const PAIRS_A_ROUND = 100;
const POLICY_RATIO = 0.9;
const BUCKETS_RATIO = 0.9;

/** What the guards of requests cost, and what those cost who try them. */
export async function benchRequests(root, url) {
  const rows = await stock(root, url);
  const apis = {
    whole: await startApi(root, url),
    withoutBuckets: await startApi(root, url, 'buckets'),
    withoutBoth: await startApi(root, url, 'buckets', 'policy'),
  };
  try {
    const results = [
      await policyCost(apis, rows),
      await bucketCost(apis, rows),
      await enumeration(apis.whole, rows),
      await worstDocument(root, apis.whole, rows),
      await cycle(apis.whole),
      await heldMemory(apis.whole),
    ];
    return results.every(Boolean);
  } finally {
    for (const api of Object.values(apis)) await api.stop();
  }
}

function lists({ organisationId, member }) {
  // As many objects as the points of a document allow.
  const list = `query ($id: ID!) { organisationPledges(organisationId: $id, first: 100) { nodes { id status submittedAt approvedAt paidAt
    amount ${MONEY} released ${MONEY} need { id title summary kind status deadline publishedAt } } } }`;
  const small =
    '{ viewer { person { id displayName } memberships { roles } unreadNotificationCount notificationOptOuts } }';
  return [
    ['100 rows of 21 fields', { query: list, variables: { id: organisationId } }, member],
    ['one object of 6 fields', { query: small }, member],
  ];
}

async function policyCost({ withoutBuckets, withoutBoth }, rows) {
  let isOk = true;
  for (const [name, body, headers] of lists(rows)) {
    const ratio = await compare(withoutBuckets, withoutBoth, body, headers);
    console.log(
      `field policy, ${name}: throughput with it is ${show(ratio, 2)} of that without (at least ${POLICY_RATIO})`,
    );
    isOk &&= ratio.median >= POLICY_RATIO;
  }
  return isOk;
}

/** The bucket is one statement; what answers without any other shows it at its dearest, and has no target. */
async function bucketCost({ whole, withoutBuckets }, rows) {
  let isOk = true;
  const [list, small] = lists(rows);
  for (const [[name, body, headers], target] of [
    [list, BUCKETS_RATIO],
    [small, null],
    [['no other statement', trivial(0), {}], null],
  ]) {
    const ratio = await compare(whole, withoutBuckets, body, headers);
    const wanted = target === null ? 'no target' : `at least ${target}`;
    console.log(`rate buckets, ${name}: throughput with them is ${show(ratio, 2)} of that without (${wanted})`);
    isOk &&= ratio.median >= (target ?? 0);
  }
  return isOk;
}

/** The share of throughput that is left, for one client: half the time is twice the throughput. */
async function compare(ours, floor, body, headers) {
  const ask = (api) => () => expectData(api, body, headers);
  // The floor is measured against ours, so that the ratio of times is that of throughputs.
  const { ratio } = await alternating(ask(floor), ask(ours), { pairs: PAIRS_A_ROUND });
  return ratio;
}

async function expectData(api, body, headers) {
  const { status, text } = await api.send(body, headers);
  if (status !== 200 || text.includes('"errors":[{'))
    throw new Error(`the bench's request was refused: ${text.slice(0, 300)}`);
}
