import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PrincipalDirectory, hashSecret, newSecret, sessionCookieName } from '#platform/auth';
import { Config } from '#platform/config';
import { DAY_MS, HOUR_MS, MINUTE_MS, formatId, parseId } from '#platform/kernel';
import { givenReviewer, key } from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start();
}, 60_000);
afterAll(() => api.close());

const LIST = '{ viewer { sessions { id createdAt lastSeenAt client isCurrent } } }';

interface SessionAnswer {
  readonly id: string;
  readonly client: string;
  readonly isCurrent: boolean;
}

async function sessionsOf(caller: Pick<Caller, 'headers'>): Promise<SessionAnswer[] | 'signed out'> {
  const answer = await api.gql(LIST, {}, caller);
  if (answer.errors?.[0]?.extensions.code === 'UNAUTHENTICATED') return 'signed out';
  return (answer.data!.viewer as { sessions: SessionAnswer[] }).sessions;
}

/** The same person in one browser more. */
async function signedInAgain(name: string, userAgent?: string): Promise<Pick<Caller, 'headers' | 'personId'>> {
  const secretText = newSecret();
  const personId = await api.app
    .get(PrincipalDirectory)
    .signIn(
      { issuer: 'https://id.example', subject: name, displayName: name },
      { secretHash: hashSecret(secretText), userAgent },
    );
  const headers = { Cookie: `${sessionCookieName(api.app.get(Config))}=${secretText}` };
  return { personId: formatId('usr', personId), headers };
}

it('lists where a person is signed in, with the family of the browser and the current one marked', async () => {
  const name = key();
  const first = await signedInAgain(name, 'Mozilla/5.0 (X11; rv:145.0) Gecko/20100101 Firefox/145.0');
  await signedInAgain(name, 'curl/8.5.0');
  const sessions = await sessionsOf(first);
  expect(sessions).toHaveLength(2);
  expect(sessions).toContainEqual(expect.objectContaining({ client: 'Firefox', isCurrent: true }));
  expect(sessions).toContainEqual(expect.objectContaining({ client: 'curl', isCurrent: false }));
});

it('keeps no secret of a session, only its hash', async () => {
  const person = await signedInAgain(key());
  const secretText = person.headers.Cookie.split('=')[1]!;
  const rows = await api.database.asOwner<{ row: string }>('SELECT session::text AS row FROM session');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ row }) => row.includes(secretText))).toEqual([]);
});

describe('a session', () => {
  const open = async (caller: Pick<Caller, 'headers'>) => (await sessionsOf(caller)) !== 'signed out';

  it('of somebody who reviews ends after 30 minutes of rest', async () => {
    const reviewer = await givenReviewer(api);
    api.advance(29 * MINUTE_MS);
    expect(await open(reviewer)).toBe(true);
    api.advance(29 * MINUTE_MS);
    expect(await open(reviewer)).toBe(true);
    api.advance(31 * MINUTE_MS);
    expect(await open(reviewer)).toBe(false);
  });

  it('of somebody who reviews ends after 12 hours, however busy it was', async () => {
    const reviewer = await givenReviewer(api);
    for (let step = 0; step < 28; step += 1) {
      api.advance(25 * MINUTE_MS);
      expect(await open(reviewer)).toBe(true);
    }
    api.advance(25 * MINUTE_MS);
    expect(await open(reviewer)).toBe(false);
  });

  it('of everybody else rests for 14 days and lives for 30', async () => {
    const [resting, busy] = [await signedInAgain(key()), await signedInAgain(key())];
    api.advance(14 * DAY_MS - HOUR_MS);
    expect(await open(busy)).toBe(true);
    api.advance(HOUR_MS);
    expect([await open(resting), await open(busy)]).toEqual([false, true]);
    api.advance(13 * DAY_MS);
    expect(await open(busy)).toBe(true);
    api.advance(3 * DAY_MS);
    expect(await open(busy)).toBe(false);
  });

  it('is ended by its owner from another browser, at once', async () => {
    const name = key();
    const [here, there] = [await signedInAgain(name), await signedInAgain(name)];
    const other = ((await sessionsOf(here)) as SessionAnswer[]).find(({ isCurrent }) => !isCurrent)!;
    const ended = await api.mutate('revokeSession', 'RevokeSessionInput', 'revokedId', { sessionId: other.id }, here);
    expect(ended).toEqual({ revokedId: other.id, userErrors: [] });
    expect([await open(here), await open(there)]).toEqual([true, false]);
    expect(await sessionsOf(here)).toMatchObject([{ isCurrent: true }]);
  });

  it('ends all others and keeps itself, and those of other people stay', async () => {
    const name = key();
    const [here, there, elsewhere] = [await signedInAgain(name), await signedInAgain(name), await signedInAgain(name)];
    const stranger = await signedInAgain(key());
    const end = () => api.mutate('revokeOtherSessions', 'RevokeOtherSessionsInput', 'revokedCount', {}, here);
    expect(await end()).toEqual({ revokedCount: 2, userErrors: [] });
    expect([await open(here), await open(there), await open(elsewhere), await open(stranger)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(await end()).toEqual({ revokedCount: 0, userErrors: [] });
  });

  it('is not ended by anybody else, who learns nothing of it', async () => {
    const [owner, stranger] = [await signedInAgain(key()), await signedInAgain(key())];
    const [{ id }] = (await sessionsOf(owner)) as [SessionAnswer];
    const refused = await api.mutate('revokeSession', 'RevokeSessionInput', 'revokedId', { sessionId: id }, stranger);
    expect(refused).toEqual({ revokedId: null, userErrors: [{ code: 'SESSION_NOT_FOUND' }] });
    expect(await open(owner)).toBe(true);
  });
});

describe('a person is told', () => {
  const SUBJECTS = '{ viewer { notifications(first: 20) { nodes { subject } } } }';
  async function subjectsOf(caller: Pick<Caller, 'headers'>): Promise<string[]> {
    await api.settle();
    const { data } = await api.gql(SUBJECTS, {}, caller);
    const { notifications } = data!.viewer as { notifications: { nodes: { subject: string }[] } };
    return notifications.nodes.map(({ subject }) => subject);
  }

  it('of every sign-in but the first, also when no other session was open', async () => {
    const name = key();
    const first = await signedInAgain(name);
    expect(await subjectsOf(first)).toEqual([]);
    const second = await signedInAgain(name);
    expect(await subjectsOf(second)).toEqual(['New sign-in to your account at Mainstay']);
    await api.database.asOwner('UPDATE session SET revoked_at = now() WHERE person_id = $1', [
      parseId('usr', second.personId),
    ]);
    expect(await subjectsOf(await signedInAgain(name))).toHaveLength(2);
  });

  it('that other sessions were ended, once, and not when there were none', async () => {
    const name = key();
    const here = await signedInAgain(name);
    await signedInAgain(name);
    for (let round = 0; round < 2; round += 1)
      await api.mutate('revokeOtherSessions', 'RevokeOtherSessionsInput', 'revokedCount', {}, here);
    expect(await subjectsOf(here)).toEqual([
      'Your other sessions at Mainstay were ended',
      'New sign-in to your account at Mainstay',
    ]);
  });

  it('by messages that name the person by id and hold nothing else of it', async () => {
    const rows = await api.database.asOwner<{ payload: object }>(
      `SELECT DISTINCT jsonb_build_object('keys', (SELECT jsonb_agg(key ORDER BY key) FROM jsonb_object_keys(payload) AS key)) AS payload
         FROM outbox_message WHERE topic = 'identity.security_notice'`,
    );
    expect(rows).toEqual([{ payload: { keys: ['notice', 'personId'] } }]);
  });
});
