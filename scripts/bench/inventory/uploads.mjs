// Figures of whole uploads: over HTTP to a file, read in the thread, resolved, and stored in a PostgreSQL that waits for the
// disk. The API and the reader are one process here, so that whatever reading holds up shows.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startApi } from '../api.mjs';
import { interleavedPairs, milliseconds, quantile } from '../pairs.mjs';
import { stock } from '../stock.mjs';
import { fillCatalogue } from './catalogue.mjs';
import { copyFloor } from './copy-floor.mjs';
import { expected, generatedBom, sample } from './samples.mjs';

const PAIRS = 15;
/** Each takes seconds, stores 100,000 rows, and has a process of its own. */
const LARGE_ROUNDS = 5;
const LARGE = 100_000;
const NANOSECONDS = 1e6;

const LARGE_INSIDE =
  'PUT over HTTP, to disk, reading, resolution, and storing, as the first upload of a process; the peak is that of the whole process';

export const UPLOAD_FIGURES = {
  upload: {
    title:
      'the package-lock of 3,935 entries, uploaded, read, resolved against 100,000 packages and stored, against the floor',
    inside: `ours: PUT over HTTP, to disk, reading, resolution, one durable transaction. The floor: JSON.parse of the file, and COPY of the
    same rows into tables with the same checks, indexes and foreign keys but without row-level security, in one durable transaction`,
    needs: { samples: true, peers: true },
    atMost: 3,
    measure: uploadAgainstFloor,
  },
  wide: largeFigure('wide', 'a BOM of 100,000 components side by side'),
  chain: largeFigure('chain', 'a BOM of 100,000 components in one chain'),
  delay: {
    title: 'the event loop of the API while it takes in and reads a BOM of 20 MB, 99 of 100 turns',
    inside: 'from the first byte to the stored inventory, while others ask; the 10 ms of the timer are in it',
    needs: {},
    atMost: 50,
    measure: loopDelay,
  },
};

function largeFigure(shape, title) {
  return { title, inside: LARGE_INSIDE, needs: {}, atMost: 6, measure: (context) => large(context, shape) };
}

/** Rows of the report for one figure, measured with a database and a process of its own. */
export async function measureUploads(root, url, [name, figure]) {
  console.error(`measuring ${name} …`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let api;
  try {
    const { organisationId, member } = await stock(root, url);
    await fillCatalogue(root, client);
    const restart = async () => {
      await api?.stop();
      return (api = await startApi(root, url));
    };
    const measured = await figure.measure({ client, api: await restart(), restart, organisationId, member });
    return measured.map((row) => ({ name, title: figure.title, inside: figure.inside, atMost: figure.atMost, ...row }));
  } finally {
    await api?.stop();
    await client.end();
  }
}

/** Sends bytes as a new product's first upload. @returns milliseconds until the inventory is stored, and its id */
async function upload({ api, client, organisationId, member }, bytes) {
  const product = await created(api, member, 'createProduct', 'CreateProductInput', 'product { id }', {
    organisationId,
    name: `Bench ${randomUUID()}`,
  });
  const { upload: open, url } = await created(api, member, 'createUpload', 'CreateUploadInput', 'upload { id } url', {
    purpose: 'SBOM',
    productId: product.product.id,
    fileName: 'bench',
    idempotencyKey: randomUUID(),
  });
  const took = await milliseconds(async () => {
    const { status } = await fetch(url, { method: 'PUT', body: bytes });
    if (status !== 201) throw new Error(`the upload was answered with ${status}`);
    await api.ask('read', { uploadId: open.id, organisationId });
  });
  const { rows } = await client.query(
    `SELECT inventory.id, component_count AS components, resolved_count AS resolved,
            (SELECT count(*)::int FROM inventory_component WHERE inventory_id = inventory.id AND NOT is_first_party) AS stored
       FROM inventory ORDER BY created_at DESC, id DESC LIMIT 1`,
  );
  return { took, ...rows[0] };
}

async function created(api, member, mutation, type, fields, input) {
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} userErrors { code } } }`;
  const { text } = await api.send({ query, variables: { input } }, member);
  const { data, errors } = JSON.parse(text);
  const refused = errors ?? data[mutation].userErrors;
  if (refused.length > 0) throw new Error(`${mutation} was refused: ${JSON.stringify(refused)}`);
  return data[mutation];
}

async function uploadAgainstFloor(context) {
  const bytes = sample('vendure.package-lock.json');
  const wanted = expected('vendure.package-lock.json').entries;
  const ours = async () => {
    const { took, stored, resolved, components } = await upload(context, bytes);
    if (stored !== wanted || components !== wanted)
      throw new Error(`${stored} components are stored and not ${wanted}`);
    if (resolved === 0) throw new Error('nothing was resolved');
    return took;
  };
  const { id } = await upload(context, bytes);
  const floor = await copyFloor(context.client, id, bytes);
  const { own, base, ratio } = await interleavedPairs(ours, floor, PAIRS);
  return [{ own, base, value: ratio.median, worst: ratio.maximum, what: 'times as long' }];
}

async function large(context, shape) {
  const bytes = Buffer.from(generatedBom(LARGE, shape));
  const [seconds, megabytes] = [[], []];
  for (let round = 0; round < LARGE_ROUNDS; round += 1) {
    const api = await context.restart();
    const { took, stored } = await upload({ ...context, api }, bytes);
    if (stored !== LARGE) throw new Error(`${stored} components are stored and not ${LARGE}`);
    seconds.push(took / 1_000);
    megabytes.push(((await api.ask('peak')).kb * 1_024) / 1e6);
  }
  return [
    { ...middle(seconds), what: 's' },
    { ...middle(megabytes), what: 'MB at the peak', atMost: 700 },
  ];
}

async function loopDelay(context) {
  const bytes = Buffer.from(generatedBom(40_000, 'wide', 280));
  const found = [];
  for (let round = 0; round < PAIRS; round += 1) {
    const others = asking(context);
    await context.api.ask('watch');
    await upload(context, bytes);
    const { p99, max } = await context.api.ask('watched');
    await others.stop();
    found.push({ p99: p99 / NANOSECONDS, max: max / NANOSECONDS });
  }
  const longest = Math.max(...found.map(({ max }) => max));
  console.error(`delay: ${bytes.length} bytes; the longest single turn of the loop took ${longest.toFixed(0)} ms`);
  return [{ ...middle(found.map(({ p99 }) => p99)), what: 'ms' }];
}

const middle = (values) => ({ value: quantile(values, 0.5), worst: Math.max(...values) });

/** Somebody else, who asks something small all the time. */
function asking({ api, member }) {
  let isAsking = true;
  const done = (async () => {
    while (isAsking) {
      await api.send({ query: '{ viewer { person { id } } }' }, member);
      await sleep(20);
    }
  })();
  return {
    async stop() {
      isAsking = false;
      await done;
    },
  };
}
