import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';

const ROWS = 100;
const MILESTONES = 3;
const HOUR_SECONDS = 3_600;

/**
 * Fills an empty database with what lists show: needs with their plans, and the pledges of one organisation to them. Rows
 * are written as they would lie there; no money moves.
 * @returns outside ids of the organisation, of its pledges and of as many that are none; headers of a member, and of
 * somebody of elsewhere
 */
export async function stock(root, url) {
  const load = (path) => import(pathToFileURL(join(root, 'dist', path)).href);
  const { formatId, uuidv7 } = await load('libs/platform/kernel/src/index.js');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await filled(client, await registrar(load, url), { formatId, uuidv7 });
  } finally {
    await client.end();
  }
}

/** A name is sealed with a key of its person; so the product itself registers people. */
async function registrar(load, url) {
  const { DataKeys, UnitOfWork, openConnection } = await load('libs/platform/database/src/index.js');
  const { Config } = await load('libs/platform/config/src/index.js');
  const { AuditLog } = await load('libs/audit/src/index.js');
  const { PersonNames } = await load('libs/identity/src/person-names.js');
  const { SystemClock, systemActor } = await load('libs/platform/kernel/src/index.js');
  const names = new PersonNames(new DataKeys(Config.load({ NODE_ENV: 'test' })));
  return async (person) => {
    const dataSource = await openConnection(url, 'bench', 'mainstay_app', 1);
    try {
      const unitOfWork = new UnitOfWork(dataSource, new SystemClock(), new AuditLog());
      await unitOfWork.run(systemActor('bench'), (tx) => names.register(tx, person, 'Bench'));
    } finally {
      await dataSource.destroy();
    }
  };
}

async function filled(client, register, { formatId, uuidv7 }) {
  const put = (text, ...values) => client.query(text, values);
  const [member, rival] = [await signedIn(put, register, uuidv7), await signedIn(put, register, uuidv7)];
  const { person, organisation } = member;
  const pledgeIds = [];
  for (let row = 0; row < ROWS; row += 1) {
    const [project, need] = [uuidv7(), uuidv7()];
    await put(
      'INSERT INTO project (id, name, repository_url, created_at) VALUES ($1, $2, $3, now())',
      project,
      `library ${row}`,
      `https://github.com/example/bench-${row}`,
    );
    await put(
      `INSERT INTO need (id, project_id, recipient_person_id, kind, title, summary, goal_minor, currency, status, created_at, published_at)
       VALUES ($1, $2, $3, 'SECURITY_WORK', 'Safer releases', 'Why', 90000, 'USD', 'published', now(), now())`,
      need,
      project,
      person,
    );
    for (let position = 1; position <= MILESTONES; position += 1)
      await put(
        `INSERT INTO milestone (id, need_id, position, title, deliverable, amount_minor, currency, status)
         VALUES ($1, $2, $3, 'Part', 'Done', 30000, 'USD', 'planned')`,
        uuidv7(),
        need,
        position,
      );
    const pledge = uuidv7();
    pledgeIds.push(formatId('plg', pledge));
    await put(
      `INSERT INTO pledge (id, need_id, organisation_id, submitted_by, amount_minor, currency, method, status, submitted_at)
       VALUES ($1, $2, $3, $4, 1000, 'USD', 'checkout', 'promised', now())`,
      pledge,
      need,
      organisation,
      person,
    );
  }
  await put('ANALYZE');
  return {
    organisationId: formatId('org', organisation),
    pledgeIds,
    absentIds: pledgeIds.map(() => formatId('plg', uuidv7())),
    member: member.headers,
    rival: rival.headers,
  };
}

/** A person with a session, who belongs to an organisation of their own. */
async function signedIn(put, register, uuidv7) {
  const secret = randomBytes(32).toString('base64url');
  const [person, organisation] = [uuidv7(), uuidv7()];
  await register(person);
  await put(
    `INSERT INTO organisation (id, kind, name, created_at) VALUES ($1, 'COMPANY', 'Bench', now())`,
    organisation,
  );
  await put(
    'INSERT INTO membership (organisation_id, person_id, joined_at) VALUES ($1, $2, now())',
    organisation,
    person,
  );
  await put(
    `INSERT INTO membership_role (organisation_id, person_id, role, granted_by, granted_at) VALUES ($1, $2, 'member', $2, now())`,
    organisation,
    person,
  );
  await put(
    `INSERT INTO session (id, person_id, secret_hash, created_at, expires_at, last_seen_at)
     VALUES ($1, $2, $3, now(), now() + make_interval(secs => $4), now())`,
    uuidv7(),
    person,
    createHash('sha256').update(secret).digest(),
    HOUR_SECONDS,
  );
  return { person, organisation, headers: { Cookie: `mainstay_session=${secret}` } };
}
