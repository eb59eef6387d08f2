/**
 * Gives an organisation one product that stands on so many projects, with figures of every kind about each of them, and needs that are spread
 * over the projects, to some of which it has pledged. Rows are written as they would lie there; scores and rankings are the product's own work.
 * @param organisation its id in the database
 */
export async function stockRanking(client, organisation, { projects, needs }) {
  const put = (text, ...values) => client.query(text, values);
  const [{ person }] = (
    await put('SELECT person_id AS person FROM membership WHERE organisation_id = $1', organisation)
  ).rows;
  await put(
    `INSERT INTO project (id, name, repository_url, created_at)
     SELECT gen_random_uuid(), 'ranked ' || n, 'https://ranked.example/' || n, now() FROM generate_series(1, $1::int) AS n`,
    projects,
  );
  await put(
    'CREATE TEMP TABLE ranked AS SELECT id, row_number() OVER (ORDER BY repository_url)::int AS n FROM project WHERE repository_url LIKE $1',
    'https://ranked.example/%',
  );
  await put(
    `INSERT INTO project_signal (project_id, signal, value, source, observed_at)
     SELECT ranked.id, entry.signal, 1 + (ranked.n * entry.step) % entry.ceiling, 'bench', now() FROM ranked
      CROSS JOIN (VALUES ('contributorAbsenceFactor', 7, 9), ('monthsSinceActivity', 11, 30), ('postureScore', 3, 10), ('organisations', 5, 6),
                         ('isOnCuratedSet', 1, 1), ('issuesOpenedLastYear', 13, 90), ('medianReplyDays', 17, 70)) AS entry (signal, step, ceiling)`,
  );
  await put(
    `INSERT INTO package (purl_key, project_id, confidence, source) SELECT 'npm/ranked-' || n, id, 60, 'bench' FROM ranked`,
  );
  await put(
    `INSERT INTO package_signal (purl_key, signal, value, source, observed_at)
     SELECT 'npm/ranked-' || n, entry.signal, 1 + (n * entry.step) % entry.ceiling, 'bench', now() FROM ranked
      CROSS JOIN (VALUES ('dependents', 37, 90000), ('downloads', 7919, 9000000), ('publishers', 3, 5), ('unfixedAdvisories', 5, 3)) AS entry (signal, step, ceiling)`,
  );
  await put(
    `INSERT INTO need (id, project_id, recipient_person_id, kind, title, summary, goal_minor, currency, deadline, status, created_at, published_at)
     SELECT gen_random_uuid(), ranked.id, $2, (ARRAY['SECURITY_WORK', 'FUNDING', 'AUDIT', 'TIME'])[1 + entry.n % 4], 'Safer releases', 'Why',
            90000 + entry.n, 'USD', CASE WHEN entry.n % 3 = 0 THEN now() + make_interval(days => entry.n % 120) END, 'published', now(), now()
       FROM generate_series(1, $1::int) AS entry (n) JOIN ranked ON ranked.n = 1 + entry.n % $3::int`,
    needs,
    person,
    projects,
  );
  // Of every fiftieth need the organisation itself has a part.
  await put(
    `INSERT INTO pledge (id, need_id, organisation_id, submitted_by, amount_minor, currency, method, status, submitted_at)
     SELECT gen_random_uuid(), id, $1, $2, 1, 'USD', 'checkout', 'promised', now() FROM need WHERE goal_minor BETWEEN 90000 AND 200000 AND goal_minor % 50 = 0`,
    organisation,
    person,
  );
  await putInventory(put, { organisation, person, projects });
  await put('DROP TABLE ranked');
  await put('ANALYZE');
}

/** One product that stands on every project of the temporary table. */
async function putInventory(put, { organisation, person, projects }) {
  const [product, upload, inventory] = (
    await put('SELECT gen_random_uuid() AS id FROM generate_series(1, 3)')
  ).rows.map(({ id }) => id);
  await put(
    `INSERT INTO product (id, organisation_id, name, created_at) VALUES ($1, $2, 'Ranked', now())`,
    product,
    organisation,
  );
  await put(
    `INSERT INTO upload (id, purpose, person_id, organisation_id, product_id, file_name, status, sha256, created_at, expires_at)
     VALUES ($1, 'SBOM', $2, $3, $4, 'f', 'ready', repeat('0', 64), now(), now())`,
    upload,
    person,
    organisation,
    product,
  );
  await put(
    `INSERT INTO inventory (id, organisation_id, product_id, upload_id, sha256, reader_version, component_count, package_count, edge_count, direct_count,
                            resolved_count, unreached_count, cycle_count, flags, quality, warnings, created_at)
     VALUES ($1, $2, $3, $4, repeat('0', 64), 1, $5, $5, $5, 50, $5, 0, 0, '{}', '{}', '{}', now())`,
    inventory,
    organisation,
    product,
    upload,
    projects,
  );
  await put(
    `INSERT INTO project_use (inventory_id, organisation_id, project_id, depth, gateways, scope, versions)
     SELECT $1, $2, id, 1 + n % 7, 1 + n % 50, (ARRAY['runtime', 'optional', 'development'])[1 + n % 3], '{1}' FROM ranked`,
    inventory,
    organisation,
  );
  await put('UPDATE product SET current_inventory_id = $2 WHERE id = $1', product, inventory);
}
