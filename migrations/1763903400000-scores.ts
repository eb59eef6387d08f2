import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What maintainers say of the figures about their project, stored scores, and rankings that are made from them. */
export class Scores1763903400000 implements MigrationInterface {
  name = 'Scores1763903400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`SET LOCAL lock_timeout = '2s'`);
    await queryRunner.query(CORRECTIONS);
    await queryRunner.query(SCORES);
    for (const { table, project } of SOURCES_OF_SCORES) await queryRunner.query(triggers(table, project));
    await queryRunner.query(RANKINGS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE band_access, exposure_access, need_ranking, organisation_ranking, project_exposure, funding_policy, project_score, score_due, signal_contest,
        stability_confirmation CASCADE`);
  }
}

const CORRECTIONS = `
  -- A maintainer says that a figure is wrong. It stands beside the figure; upheld, the figure does not count.
  CREATE TABLE signal_contest (
    id uuid CONSTRAINT signal_contest_pk PRIMARY KEY,
    project_id uuid NOT NULL CONSTRAINT signal_contest_project_fk REFERENCES project (id),
    signal text NOT NULL CONSTRAINT signal_contest_signal CHECK (length(signal) BETWEEN 1 AND 100),
    purl_key text CONSTRAINT signal_contest_package_fk REFERENCES package (purl_key),
    value double precision NOT NULL,
    source text NOT NULL,
    observed_at timestamptz NOT NULL,
    note text NOT NULL CONSTRAINT signal_contest_note CHECK (length(note) BETWEEN 10 AND 2000),
    contested_by uuid NOT NULL CONSTRAINT signal_contest_person_fk REFERENCES person (id),
    contested_at timestamptz NOT NULL,
    status text NOT NULL CONSTRAINT signal_contest_status CHECK (status IN ('open', 'withdrawn', 'upheld', 'dismissed')),
    answer text CONSTRAINT signal_contest_answer CHECK (length(answer) BETWEEN 1 AND 2000),
    decided_by uuid CONSTRAINT signal_contest_decider_fk REFERENCES person (id),
    decided_at timestamptz,
    version int NOT NULL,
    CONSTRAINT signal_contest_decided CHECK ((status IN ('upheld', 'dismissed')) = (decided_by IS NOT NULL AND decided_at IS NOT NULL AND answer IS NOT NULL)),
    CONSTRAINT signal_contest_other_decides CHECK (decided_by <> contested_by)
  );
  CREATE UNIQUE INDEX signal_contest_open ON signal_contest (project_id, signal, coalesce(purl_key, '')) WHERE status = 'open';
  CREATE INDEX signal_contest_project ON signal_contest (project_id, contested_at);

  -- Quiet because it is finished. It counts for a year, and as long as the person maintains the project.
  CREATE TABLE stability_confirmation (
    project_id uuid NOT NULL CONSTRAINT stability_confirmation_project_fk REFERENCES project (id),
    person_id uuid NOT NULL CONSTRAINT stability_confirmation_person_fk REFERENCES person (id),
    confirmed_at timestamptz NOT NULL,
    CONSTRAINT stability_confirmation_pk PRIMARY KEY (project_id, person_id)
  );
  GRANT SELECT, INSERT, UPDATE ON signal_contest TO mainstay_app;
  GRANT SELECT, INSERT, UPDATE, DELETE ON stability_confirmation TO mainstay_app;
`;

const SCORES = `
  -- One figure of a project under one method, with what it was made of. Made again from the signals whenever they change.
  CREATE TABLE project_score (
    project_id uuid NOT NULL CONSTRAINT project_score_project_fk REFERENCES project (id),
    method_id text NOT NULL CONSTRAINT project_score_method CHECK (method_id IN ('score-1', 'openssf-2021')),
    axis text NOT NULL CONSTRAINT project_score_axis CHECK (axis IN ('criticality', 'fragility')),
    value double precision NOT NULL CONSTRAINT project_score_value CHECK (value BETWEEN 0 AND 2),
    confidence double precision NOT NULL CONSTRAINT project_score_confidence CHECK (confidence BETWEEN 0 AND 1),
    strong_signals int NOT NULL CONSTRAINT project_score_strong CHECK (strong_signals >= 0),
    terms jsonb NOT NULL,
    -- Signal, weight and value of each term alone: all that the points of an explanation need.
    shares jsonb NOT NULL,
    missing text[] NOT NULL,
    is_finished boolean NOT NULL,
    -- The first day on which it is another one by age alone.
    stale_on date,
    scored_at timestamptz NOT NULL,
    CONSTRAINT project_score_pk PRIMARY KEY (project_id, method_id, axis)
  );
  CREATE INDEX project_score_stale ON project_score (stale_on) WHERE stale_on IS NOT NULL;

  -- Projects whose scores are older than what they are made from. The database itself notes them, so nobody forgets to.
  CREATE TABLE score_due (project_id uuid CONSTRAINT score_due_pk PRIMARY KEY);
  GRANT SELECT, INSERT, UPDATE, DELETE ON project_score, score_due TO mainstay_app;
`;

/** Tables that scores are made from, and how a changed row of each leads to its project. */
const SOURCES_OF_SCORES = [
  { table: 'project_signal', project: 'SELECT project_id FROM changed' },
  { table: 'package', project: 'SELECT project_id FROM changed' },
  {
    table: 'package_signal',
    project: 'SELECT package.project_id FROM changed JOIN package ON package.purl_key = changed.purl_key',
  },
  { table: 'signal_contest', project: 'SELECT project_id FROM changed' },
  { table: 'stability_confirmation', project: 'SELECT project_id FROM changed' },
  // A confirmation counts with the claim of its person.
  { table: 'project_claim', project: 'SELECT project_id FROM changed' },
] as const;

const EVENTS = [
  ['INSERT', ['NEW']],
  ['UPDATE', ['OLD', 'NEW']],
  ['DELETE', ['OLD']],
] as const;

function triggers(table: string, project: string): string {
  return EVENTS.map(([event, sides]) => {
    const name = `${table}_${event.toLowerCase()}_scored`;
    const rows = sides.map((side) => `SELECT * FROM ${side.toLowerCase()}_rows`).join(' UNION ALL ');
    const referencing = sides.map((side) => `${side} TABLE AS ${side.toLowerCase()}_rows`).join(' ');
    return `
      CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO score_due (project_id)
        SELECT DISTINCT project_id FROM (WITH changed AS (${rows}) ${project}) AS affected ORDER BY project_id
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
      CREATE TRIGGER ${name} AFTER ${event} ON ${table} REFERENCING ${referencing} FOR EACH STATEMENT EXECUTE FUNCTION ${name}();`;
  }).join('\n');
}

const RANKINGS = `
  -- Which kinds of needs an organisation funds, the one it cares for most first. Without a row all of them count.
  CREATE TABLE funding_policy (
    organisation_id uuid CONSTRAINT funding_policy_pk PRIMARY KEY CONSTRAINT funding_policy_organisation_fk REFERENCES organisation (id),
    need_kinds text[] NOT NULL CONSTRAINT funding_policy_kinds CHECK (cardinality(need_kinds) BETWEEN 1 AND 20),
    set_by uuid NOT NULL CONSTRAINT funding_policy_person_fk REFERENCES person (id),
    set_at timestamptz NOT NULL
  );

  -- Read models of matching: rows that are made again from inventories, scores and needs, so no key leads out of them.
  CREATE TABLE project_exposure (
    organisation_id uuid NOT NULL,
    project_id uuid NOT NULL,
    value double precision NOT NULL CONSTRAINT project_exposure_value CHECK (value > 0 AND value <= 1),
    strongest double precision NOT NULL,
    breadth double precision NOT NULL,
    products jsonb NOT NULL,
    -- Of the four columns before it: a row that would be the same is not written again.
    digest text NOT NULL CONSTRAINT project_exposure_digest CHECK (length(digest) = 64),
    -- All points but those for a need; the order of projects that ask for nothing.
    points double precision NOT NULL CONSTRAINT project_exposure_points CHECK (points BETWEEN 0 AND 90),
    CONSTRAINT project_exposure_pk PRIMARY KEY (organisation_id, project_id)
  );
  CREATE INDEX project_exposure_project ON project_exposure (project_id);
  CREATE INDEX project_exposure_order ON project_exposure (organisation_id, points DESC, project_id);

  CREATE TABLE need_ranking (
    organisation_id uuid NOT NULL,
    need_id uuid NOT NULL,
    project_id uuid NOT NULL,
    points double precision NOT NULL CONSTRAINT need_ranking_points CHECK (points BETWEEN 0 AND 100),
    exposure double precision NOT NULL,
    remaining_minor bigint NOT NULL,
    -- Values of the need's fit, in the order of the method's table.
    fit double precision[] NOT NULL CONSTRAINT need_ranking_fit CHECK (cardinality(fit) = 4),
    -- Points move a little whenever somebody pledges or a day passes, and seldom by a tenth: an index of tenths stays as it is then.
    tenths smallint NOT NULL GENERATED ALWAYS AS (floor(points * 10)::smallint) STORED,
    CONSTRAINT need_ranking_pk PRIMARY KEY (organisation_id, project_id, need_id)
    -- With room for the next version of each row beside it, which then needs no entry in any index.
  ) WITH (fillfactor = 50);
  -- Few share their tenths; the rest of the order is sorted among them.
  CREATE INDEX need_ranking_order ON need_ranking (organisation_id, tenths DESC);

  -- What the ranking of an organisation was made under; its row is the lock of the ranking.
  CREATE TABLE organisation_ranking (
    organisation_id uuid CONSTRAINT organisation_ranking_pk PRIMARY KEY,
    method_id text NOT NULL,
    need_kinds text[] NOT NULL,
    is_cleared boolean NOT NULL,
    inventories text NOT NULL,
    ranked_at timestamptz NOT NULL
  );

  -- Of which projects an organisation has seen today what makes them weak, on pages or in runs; the log keeps who and when.
  CREATE TABLE exposure_access (
    organisation_id uuid NOT NULL CONSTRAINT exposure_access_organisation_fk REFERENCES organisation (id),
    day date NOT NULL,
    kind text NOT NULL CONSTRAINT exposure_access_kind CHECK (kind IN ('figures', 'run')),
    project_id uuid NOT NULL,
    CONSTRAINT exposure_access_pk PRIMARY KEY (organisation_id, day, kind, project_id)
  );
  GRANT SELECT, INSERT, DELETE ON exposure_access TO mainstay_app;
  -- Of which projects a person has seen the band today.
  CREATE TABLE band_access (
    person_id uuid NOT NULL CONSTRAINT band_access_person_fk REFERENCES person (id),
    day date NOT NULL,
    project_id uuid NOT NULL,
    CONSTRAINT band_access_pk PRIMARY KEY (person_id, day, project_id)
  );
  GRANT SELECT, INSERT, DELETE ON band_access TO mainstay_app;

  ALTER TABLE funding_policy ENABLE ROW LEVEL SECURITY;
  ALTER TABLE funding_policy FORCE ROW LEVEL SECURITY;
  CREATE POLICY funding_policy_cleared ON funding_policy USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
  ALTER TABLE organisation_ranking ENABLE ROW LEVEL SECURITY;
  ALTER TABLE organisation_ranking FORCE ROW LEVEL SECURITY;
  CREATE POLICY organisation_ranking_cleared ON organisation_ranking USING (organisation_id = ANY ((SELECT cleared_organisations())::uuid[]));
  -- A job about a project finds who stands on it, and nothing else of them.
  ALTER TABLE project_exposure ENABLE ROW LEVEL SECURITY;
  ALTER TABLE project_exposure FORCE ROW LEVEL SECURITY;
  CREATE POLICY project_exposure_cleared ON project_exposure USING (
    organisation_id = ANY ((SELECT cleared_organisations())::uuid[]) OR project_id = ANY ((SELECT cleared_projects())::uuid[]));
  ALTER TABLE need_ranking ENABLE ROW LEVEL SECURITY;
  ALTER TABLE need_ranking FORCE ROW LEVEL SECURITY;
  CREATE POLICY need_ranking_cleared ON need_ranking USING (
    organisation_id = ANY ((SELECT cleared_organisations())::uuid[]) OR project_id = ANY ((SELECT cleared_projects())::uuid[]));
  GRANT SELECT, INSERT, UPDATE, DELETE ON project_exposure, need_ranking, organisation_ranking, funding_policy TO mainstay_app;
`;
