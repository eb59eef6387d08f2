import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { startApi } from './api.mjs';
import { interleavedPairs, quantile, show, throughput } from './pairs.mjs';
import { installPeersOf } from './install-peers.mjs';
import { startServer } from './ranking/servers.mjs';
import { stock } from './stock.mjs';
import { stockRanking } from './ranking-stock.mjs';

const PROJECTS = 5_000;
const NEEDS_A_PROJECT = 4;
const ROUNDS = 9;
/** Each twice the one before. */
const SIZES = [PROJECTS / 4, PROJECTS / 2, PROJECTS];

export const RANKING_FIGURES = { rerank, page };

/**
 * The whole ranking of a company anew, as the job does it: exposures from the inventory, and then the places of all needs from scores
 * and needs. Before each round every need has another sum, so that every row of the ranking is written. Durable, in two transactions.
 */
async function rerank({ root, withDatabases }) {
  const limit = 500;
  const most = 1.1;
  const medians = [];
  for (const projects of SIZES) medians.push(await withDatabases(['ranking'], (url) => rerankOf(root, url, projects)));
  const exponent = growth(SIZES, medians);
  const median = medians.at(-1);
  const sizes = SIZES.map((size, at) => `${size} packages ${medians[at].toFixed(0)} ms`).join(', ');
  return {
    medians,
    exponent,
    limit,
    text: `${sizes}; at most ${limit} ms; grows as n^${exponent.toFixed(2)}, at most n^${most}`,
    isMet: median <= limit && exponent <= most,
  };
}

async function rerankOf(root, url, projects) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let api;
  try {
    const { organisationId } = await stocked(root, url, client, projects);
    api = await startApi(root, url);
    await api.ask('score');
    await api.ask('rank', { organisationId });
    const times = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      await client.query('UPDATE need SET reserved_minor = $1 + (goal_minor % 97)', [round]);
      await client.query('VACUUM ANALYZE need, need_ranking, project_exposure');
      const { ms } = await api.ask('rank', { organisationId });
      times.push(ms);
    }
    const { rows } = await client.query(
      'SELECT count(*)::int AS ranks, count(DISTINCT points)::int AS places FROM need_ranking',
    );
    if (rows[0].ranks !== projects * NEEDS_A_PROJECT || rows[0].places < 100)
      throw new Error('not everything was ranked');
    return quantile(times, 0.5);
  } finally {
    await api?.stop();
    await client.end();
  }
}

/** @returns the outside id of an organisation with such a product, and headers of a member */
async function stocked(root, url, client, projects) {
  const given = await stock(root, url);
  await stockRanking(client, await uuidOf(root, given.organisationId), { projects, needs: projects * NEEDS_A_PROJECT });
  return given;
}

/** What an explanation is made of, as a server sees it that makes none. */
const PEER_VIEW = `
  CREATE SCHEMA peer;
  CREATE VIEW peer.ranked_need AS
  SELECT r.organisation_id, r.tenths, r.points, r.fit, need.id AS need_id, need.title, need.kind, need.status, need.goal_minor, need.currency, e.value AS exposure, e.strongest, e.breadth,
         e.products, c.value AS criticality, c.confidence AS criticality_confidence, c.terms AS criticality_terms, f.value AS fragility,
         f.confidence AS fragility_confidence, f.terms AS fragility_terms
    FROM need_ranking r JOIN need ON need.id = r.need_id
    JOIN project_exposure e ON e.organisation_id = r.organisation_id AND e.project_id = r.project_id
    LEFT JOIN project_score c ON c.project_id = r.project_id AND c.method_id = 'score-1' AND c.axis = 'criticality'
    LEFT JOIN project_score f ON f.project_id = r.project_id AND f.method_id = 'score-1' AND f.axis = 'fragility';
  COMMENT ON VIEW peer.ranked_need IS E'@primaryKey organisation_id,need_id';`;
const PEER_QUERY = `query ($id: UUID!) { allRankedNeeds(first: 50, orderBy: [TENTHS_DESC, POINTS_DESC, EXPOSURE_DESC], condition: { organisationId: $id }) { nodes {
  needId title kind status goalMinor currency points fit exposure strongest breadth products criticality criticalityConfidence criticalityTerms fragility
  fragilityConfidence fragilityTerms } } }`;
const QUERY = `query ($id: ID!) { rankedNeeds(organisationId: $id, first: 50) { nodes { tenths tier exposure need { id title kind status goal { minor currency } }
  explanation { part tenths terms { term tenths } } } pageInfo { endCursor hasNextPage } } }`;

const documentOf = (organisationId) => ({ query: QUERY, variables: { id: organisationId } });

/** Fifty rows, or it is no page. */
async function expectPage(asked) {
  const { status, text } = await asked;
  if (status !== 200 || text.includes('"errors"') || text.length < 10_000)
    throw new Error(`no page of the bench: ${text.slice(0, 300)}`);
}

/** Throughput of both, slice by slice in turn, once both have compiled what they run. */
async function compared(ours, other) {
  for (const side of [ours, other]) await throughput(CLIENTS, WARM_UP_MS, side);
  return interleavedPairs(
    () => throughput(CLIENTS, SLICE_MS, ours),
    () => throughput(CLIENTS, SLICE_MS, other),
  );
}

const CLIENTS = 10;
const SLICE_MS = 1_000;
/** Some thousand pages. */
const WARM_UP_MS = 8_000;
const STATEMENTS = 8;

/**
 * A page of 50 ranked needs with explanations, out of 20,000: statements of one request, sign-in and the bucket of points among them, and
 * throughput beside two other servers on the same database in the same run. PostGraphile gives the rows that an explanation is made
 * of, without making it; the floor sends the product's own statements with nothing but `pg` and `node:http`, and puts the rows into JSON.
 */
async function page({ root, withDatabases }) {
  installPeersOf(join(import.meta.dirname, 'ranking'), '--only allocation or rerank');
  return withDatabases(['page'], async (url) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const servers = [];
    try {
      const { organisationId, member } = await stocked(root, url, client, PROJECTS);
      const api = await startApi(root, url);
      servers.push(api);
      await api.ask('score');
      await api.ask('rank', { organisationId });
      // As a database that has been up for a minute: without statistics, the join of the other server is planned badly, and loses for that.
      await client.query('VACUUM ANALYZE');
      const ours = () => expectPage(api.send(documentOf(organisationId), member));
      await ours();
      await api.ask('statements');
      await ours();
      const { statements } = await api.ask('statements');
      await client.query(PEER_VIEW);
      const peer = await startServer('postgraphile', url);
      const floor = await startServer('floor', url, { statements });
      servers.push(peer, floor);
      const asked = { query: PEER_QUERY, variables: { id: await uuidOf(root, organisationId) } };
      const withPeer = await compared(ours, () => expectPage(peer.send(asked)));
      const withFloor = await compared(ours, () => expectPage(floor.send({})));
      return {
        statements: statements.length,
        peer: withPeer.ratio,
        floor: withFloor.ratio,
        text: `${statements.length} statements, at most ${STATEMENTS}; throughput ${show(withPeer.ratio, 2)} of PostGraphile's, at least 1; ${show(withFloor.ratio, 2)} of the floor's, at least 0.5`,
        isMet: statements.length <= STATEMENTS && withPeer.ratio.median >= 1 && withFloor.ratio.median >= 0.5,
      };
    } finally {
      for (const server of servers) await server.stop();
      await client.end();
    }
  });
}

async function uuidOf(root, organisationId) {
  const { parseId } = await import(pathToFileURL(join(root, 'dist/libs/platform/kernel/src/index.js')).href);
  return parseId('org', organisationId);
}

/** The slope of a line through the logarithms. */
function growth(sizes, times) {
  const points = sizes.map((size, at) => [Math.log(size), Math.log(times[at])]);
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([own]) => own)), mean(points.map(([, own]) => own))];
  const covariance = points.reduce((sum, [own, other]) => sum + (own - x) * (other - y), 0);
  return covariance / points.reduce((sum, [own]) => sum + (own - x) ** 2, 0);
}
