import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS, SECOND_MS, addMs } from '#platform/kernel';
import {
  givenCompany,
  givenEvidence,
  givenNeed,
  givenPaidPledge,
  givenReviewer,
  key,
  type GivenCompany,
  type GivenNeed,
} from '../support/given.js';
import { TestApi, type Sender } from '../support/test-api.js';

let api: TestApi;
let company: GivenCompany;
let need: GivenNeed;

beforeAll(async () => {
  api = await TestApi.start();
  company = await givenCompany(api);
  need = await givenNeed(api);
  await givenPaidPledge(api, company, need.needId, '100000');
});
afterAll(() => api.close());

const inDays = (days: number): Date => addMs(api.clock.now(), days * DAY_MS);

/** The dates at which what somebody sees of the first milestone was or will be opened. */
async function evidenceSeen(as?: Sender): Promise<(string | null)[]> {
  const text = 'query ($id: ID!) { need(id: $id) { milestones { evidence { embargoedUntil note sha256 } } } }';
  const { data } = await api.gql(text, { id: need.needId }, as);
  const { milestones } = data!.need as { milestones: { evidence: { embargoedUntil: string | null }[] }[] };
  return milestones[0]!.evidence.map(({ embargoedUntil }) => embargoedUntil);
}

describe('evidence under embargo', () => {
  it.each([
    ['in the past', -1],
    ['now', 0],
    ['in more than a year', 366],
  ])('is refused with an end %s, and nothing is stored', async (_case, days) => {
    const before = await api.database.asOwner('SELECT status FROM milestone ORDER BY id');
    const codes = await givenEvidence(api, need.maintainer, need.milestoneIds[0]!, key(), inDays(days));
    expect(codes).toEqual(['EMBARGO_DATE_INVALID']);
    expect(await api.database.asOwner('SELECT 1 FROM evidence')).toEqual([]);
    expect(await api.database.asOwner('SELECT status FROM milestone ORDER BY id')).toEqual(before);
  });

  it('is seen by the maintainer and by reviewers until it ends, and by everybody afterwards', async () => {
    const end = inDays(30);
    expect(await givenEvidence(api, need.maintainer, need.milestoneIds[0]!, key(), end)).toEqual([]);
    const reviewer = await givenReviewer(api);
    const others = [undefined, company.engineer, company.finance, await api.givenPerson(`Sam ${key()}`)];
    expect(await evidenceSeen(need.maintainer)).toEqual([end.toISOString()]);
    expect(await evidenceSeen(reviewer)).toEqual([end.toISOString()]);
    for (const other of others) expect(await evidenceSeen(other)).toEqual([]);
    api.advance(30 * DAY_MS + SECOND_MS);
    expect(await evidenceSeen()).toEqual([end.toISOString()]);
  });
});
