import { fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { quantile } from './pairs.mjs';

const A_SECOND = 300;
const SECONDS = 30;
const SENT = A_SECOND * SECONDS;
const DUPLICATES = SENT / 10;
/** How long after the last one was due all have to be answered. */
const LATE_MS = 1_000;
const SECRET = 'whsec_bench_platform_endpoint';
const POOL = 10;
const BARE = `INSERT INTO bench_event (id, type, object_id, account_id, status, received_at) VALUES ($1, $2, $3, $4, 'received', $5)`;

/**
 * Signed events at a fixed rate, whatever the answers take, to an API in a process of its own; before and after it single
 * rows at the same rate into a table of the same shape. A time counts from the moment at which something was due.
 */
export async function benchIntake(root, url, port) {
  const owner = new pg.Pool({ connectionString: url, max: POOL });
  await owner.query('CREATE TABLE bench_event (LIKE stripe_event INCLUDING ALL)');
  let api;
  try {
    api = await startApi(root, url, port);
    const before = await bareRows(owner, 'before');
    const events = signedEvents();
    const { statuses, times, tookMs } = await atRate(events, (event) => post(api, event));
    const after = await bareRows(owner, 'after');
    return await report(owner, { events, statuses, times, tookMs, bare: [...before, ...after] });
  } finally {
    await api?.stop();
    await owner.end();
  }
}

async function report(owner, { events, statuses, times, tookMs, bare }) {
  const accepted = statuses.filter((status) => status >= 200 && status < 300).length;
  const ids = new Set(events.map(({ id }) => id));
  const stored = (await owner.query('SELECT id FROM stripe_event')).rows.map(({ id }) => id);
  const queued = (await owner.query(`SELECT payload ->> 'stripeEventId' AS id FROM outbox_message`)).rows;
  const once = (list) => list.length === ids.size && new Set(list).size === ids.size && list.every((id) => ids.has(id));
  const isWhole = once(stored) && once(queued.map(({ id }) => id));
  const isInTime = tookMs <= SECONDS * 1_000 + LATE_MS;
  const line = (share) => {
    const [own, base] = [quantile(times, share), quantile(bare, share)];
    return `${own.toFixed(1)} ms, ${(own / base).toFixed(1)} of a bare insert (${base.toFixed(1)} ms)`;
  };
  console.log(`webhook intake, ${A_SECOND} a second for ${SECONDS} s, ${DUPLICATES} of ${SENT} sent twice:`);
  console.log(`  ${accepted} answered 2xx (${SENT}), all within ${(tookMs / 1_000).toFixed(1)} s`);
  console.log(
    `  ${stored.length} stored and ${queued.length} queued of ${ids.size} events, each once: ${isWhole ? 'yes' : 'no'}`,
  );
  console.log(`  half take at most ${line(0.5)}`);
  console.log(`  99 of 100 take at most ${line(0.99)}`);
  return accepted === SENT && isWhole && isInTime;
}

/** Sends each item when it is due, without waiting for the ones before. */
async function atRate(items, send) {
  const began = performance.now();
  const under = [];
  for (const [place, item] of items.entries()) {
    const due = began + (place * 1_000) / A_SECOND;
    for (let wait = due - performance.now(); wait > 0; wait = due - performance.now()) await sleep(Math.max(1, wait));
    under.push(send(item).then((status) => ({ status, took: performance.now() - due })));
  }
  const answers = await Promise.all(under);
  const tookMs = performance.now() - began;
  return { statuses: answers.map(({ status }) => status), times: answers.map(({ took }) => took), tookMs };
}

async function bareRows(pool, name) {
  const rows = Array.from({ length: SENT / 2 }, (_, place) => `evt_${name}_${place}`);
  const insert = (id) => pool.query(BARE, [id, 'payment_intent.succeeded', 'pi_bench', null, new Date()]);
  return (await atRate(rows, insert)).times;
}

/** As long as those of Stripe are; a tenth comes twice, soon after the first time or at the same moment. */
function signedEvents() {
  const events = Array.from({ length: SENT - DUPLICATES }, (_, place) => signed(`evt_bench_${place}`));
  const every = Math.floor(events.length / DUPLICATES);
  return events.flatMap((event, place) => {
    const again = place % every === every - 1 && place / every < DUPLICATES;
    // Half of them right behind themselves, half behind what came a few places later.
    return again ? [event, place % (2 * every) === every - 1 ? event : events[place - 3]] : [event];
  });
}

function signed(id) {
  const object = {
    id: `pi_${id}`,
    object: 'payment_intent',
    amount: 1_000,
    currency: 'usd',
    description: 'x'.repeat(3_000),
  };
  const body = JSON.stringify({
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1_790_000_000,
    type: 'payment_intent.succeeded',
    livemode: false,
    data: { object },
  });
  const at = Math.floor(Date.now() / 1_000);
  const digest = createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex');
  return { id, body, signature: `t=${at},v1=${digest}` };
}

async function startApi(root, url, port) {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-bench-intake-'));
  const child = fork(join(root, 'dist/apps/api/src/main.js'), {
    env: {
      ...process.env,
      NODE_ENV: 'test',
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATABASE_URL: url,
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      STRIPE_WEBHOOK_SECRETS: SECRET,
    },
  });
  await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (child.exitCode !== null) throw new Error('the API of the bench did not start');
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    target: { agent, port, host: '127.0.0.1', method: 'POST', path: '/webhooks/stripe' },
    async stop() {
      agent.destroy();
      child.kill();
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The status of the answer; 0 when there is none. */
function post({ target }, { body, signature }) {
  const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signature };
  return new Promise((resolve) => {
    const sent = request({ ...target, headers });
    sent.once('error', () => resolve(0));
    sent.once('response', (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    sent.end(body);
  });
}
