import { DAY_MS, addMs, formatId, newId, parseId } from '#platform/kernel';
import type { Caller, TestApi } from './test-api.js';

interface MemberFacts {
  readonly kind: 'STEWARD' | 'REVIEWER';
  readonly status?: string;
  readonly loadLimit?: number;
  readonly skills?: readonly string[];
  readonly tiedProjects?: readonly string[];
  readonly tiedOrganisations?: readonly string[];
  readonly statement?: string;
}

/** Somebody who is in the pool, as if two had taken them in. */
export async function givenMember(api: TestApi, { personId }: Caller, facts: MemberFacts): Promise<string> {
  const id = newId<'plm'>();
  const { kind, status = 'ACCEPTED', loadLimit = 3, skills = ['BUILD'], statement = 'Ten years of packaging.' } = facts;
  await api.database.asOwner(
    `INSERT INTO pool_member (id, person_id, kind, status, statement, skills, ties, tied_projects, tied_organisations, load_limit, rate_minor, rate_currency, applied_at, entered_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'None that I know.', $7, $8, $9, 9000, 'USD', $10, $10)`,
    [
      ...[id, parseId('usr', personId), kind, status, statement, skills],
      (facts.tiedProjects ?? []).map((project) => parseId('prj', project)),
      (facts.tiedOrganisations ?? []).map((organisation) => parseId('org', organisation)),
      ...[loadLimit, api.clock.now()],
    ],
  );
  return formatId('plm', id);
}

/** A seat that somebody was drawn for. */
export async function givenSeatOffer(api: TestApi, projectId: string, memberId: string): Promise<string> {
  const id = newId<'sfr'>();
  await api.database.asOwner(
    `INSERT INTO seat_offer (id, project_id, member_id, person_id, kind, status, drawn_at, lapses_at)
     SELECT $1, $2, id, person_id, kind, 'OFFERED', $4, $5 FROM pool_member WHERE id = $3`,
    [
      ...[id, parseId('prj', projectId), parseId('plm', memberId)],
      ...[api.clock.now(), addMs(api.clock.now(), 14 * DAY_MS)],
    ],
  );
  return formatId('sfr', id);
}
