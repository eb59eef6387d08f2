import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { securityNoticeDue } from '#platform/contracts';
import { UnitOfWork } from '#platform/database';
import { DAY_MS, HOUR_MS, parseId, sha256Hex, systemActor } from '#platform/kernel';
import {
  bounce,
  deliveryReport,
  startMailCatcher,
  type CaughtMail,
  type MailCatcher,
} from '../../apps/mail-catcher/src/index.js';
import {
  givenCompany,
  givenEvidence,
  givenMember,
  givenNeed,
  givenPaidPledge,
  givenPledge,
  givenReviewer,
  key,
} from '../support/given.js';
import { TestApi, type Caller } from '../support/test-api.js';

let api: TestApi;
let catcher: MailCatcher;
beforeAll(async () => {
  catcher = await startMailCatcher({ smtpPort: 0, pagePort: 0 });
  api = await TestApi.start({
    SMTP_URL: `smtp://127.0.0.1:${String(catcher.smtpPort)}`,
    MAIL_BOUNCE_ADDRESS: 'bounces@mainstay.example',
  });
}, 60_000);
afterAll(async () => {
  await api.close();
  await catcher.close();
});

interface Entry {
  readonly id: string;
  readonly topic: string;
  readonly subject: string;
  readonly readAt: string | null;
  readonly deliveries: readonly {
    readonly channel: string;
    readonly status: string;
    readonly contentSha256: string | null;
  }[];
}

const mailsTo = (address: string): readonly CaughtMail[] => catcher.mails.filter(({ to }) => to.includes(address));
const codeIn = (mail: CaughtMail | undefined): string => /code=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
const codes = ({ userErrors }: { userErrors: readonly { code: string }[] }): string[] =>
  userErrors.map(({ code }) => code);

const setAddress = (person: Caller, address: string) =>
  api.mutate('setMailAddress', 'SetMailAddressInput', 'mailAddress { address pendingAddress }', { address }, person);
const confirm = (code: string) =>
  api.mutate('confirmMailAddress', 'ConfirmMailAddressInput', 'isConfirmed', { code }, { headers: {} });

async function givenAddress(person: Caller): Promise<string> {
  const address = `${key()}@example.org`;
  await setAddress(person, address);
  await api.settle();
  expect(codes(await confirm(codeIn(mailsTo(address)[0])))).toEqual([]);
  return address;
}

async function inbox(person: Caller, unreadOnly = false): Promise<Entry[]> {
  const answer = await api.gql(
    'query ($unread: Boolean!) { viewer { notifications(first: 20, unreadOnly: $unread) { nodes { id topic subject readAt deliveries { channel status contentSha256 } } } } }',
    { unread: unreadOnly },
    person,
  );
  return (answer.data!.viewer as { notifications: { nodes: Entry[] } }).notifications.nodes;
}

async function notice(person: Caller): Promise<void> {
  await api.app.get(UnitOfWork).run(systemActor('test'), (tx) => {
    tx.emit(securityNoticeDue, { personId: parseId('usr', person.personId), notice: 'new_sign_in' });
    return Promise.resolve();
  });
  await api.settle();
}

/** The mails to a person, oldest first; addresses are sealed. */
const mailsOf = ({ personId }: Caller) =>
  api.database.asOwner<{ status: string; attempts: number; answer: string; sha256: string; messageId: string }>(
    `SELECT delivery.status, attempts, answer, content_sha256 AS sha256, message_id AS "messageId"
       FROM notification_delivery delivery JOIN notification ON notification.id = notification_id
      WHERE notification.subject_id = $1 AND channel = 'mail' ORDER BY queued_at, delivery.id`,
    [parseId('usr', personId)],
  );

describe('a mail address', () => {
  it('gets nothing but its confirmation until the link in it was used', async () => {
    const person = await api.givenPerson(key());
    const address = `${key()}@example.org`;
    await setAddress(person, address);
    await api.settle();
    await notice(person);
    expect(mailsTo(address).map(({ subject }) => subject)).toEqual(['Confirm your mail address for Mainstay']);
    expect((await inbox(person))[0]!.deliveries).toMatchObject([
      { status: 'ACCEPTED' },
      { channel: 'MAIL', status: 'WITHHELD' },
    ]);
    await confirm(codeIn(mailsTo(address)[0]));
    await notice(person);
    expect(mailsTo(address)[0]!.subject).toBe('New sign-in to your account at Mainstay');
  });

  it('is confirmed by a code once, and by none that is older than a day or was replaced', async () => {
    const person = await api.givenPerson(key());
    const address = `${key()}@example.org`;
    await setAddress(person, address);
    await api.settle();
    const first = codeIn(mailsTo(address)[0]);
    expect(codes(await setAddress(person, address))).toEqual(['MAIL_ADDRESS_TOO_SOON']);
    api.advance(61_000);
    await setAddress(person, address);
    await api.settle();
    expect(codes(await confirm(first))).toEqual(['MAIL_CONFIRMATION_NOT_FOUND']);
    const second = codeIn(mailsTo(address)[0]);
    api.advance(DAY_MS + 1);
    expect(codes(await confirm(second))).toEqual(['MAIL_CONFIRMATION_NOT_FOUND']);
    await setAddress(person, address);
    await api.settle();
    const third = codeIn(mailsTo(address)[0]);
    const [stored] = await api.database.asOwner<{ row: string }>(
      'SELECT mail_address::text AS row FROM mail_address WHERE person_id = $1',
      [parseId('usr', person.personId)],
    );
    expect(stored!.row).not.toContain(third);
    expect(stored!.row).not.toContain(address);
    expect(codes(await confirm(third))).toEqual([]);
    expect(codes(await confirm(third))).toEqual(['MAIL_CONFIRMATION_NOT_FOUND']);
  });

  it('that is replaced is told so, and the time of it is kept', async () => {
    const person = await api.givenPerson(key());
    const old = await givenAddress(person);
    const before = await api.gql('{ viewer { mailAddress { changedAt } } }', {}, person);
    expect(before.data!.viewer).toEqual({ mailAddress: { changedAt: null } });
    api.advance(HOUR_MS);
    const next = await givenAddress(person);
    await api.settle();
    expect(mailsTo(old)[0]!.subject).toBe('Your mail address at Mainstay was changed');
    const after = await api.gql('{ viewer { mailAddress { address changedAt } } }', {}, person);
    expect(after.data!.viewer).toEqual({ mailAddress: { address: next, changedAt: expect.any(String) } });
  });

  it.each([
    'no-at.example.org',
    'a@b',
    'a b@example.org',
    'a@example.org\r\nBcc: x@example.org',
    'a@example.org, b@example.org',
    '"a"@example.org',
  ])('is refused as %j', async (address) => {
    expect(codes(await setAddress(await api.givenPerson(key()), address))).toEqual(['INVALID_MAIL_ADDRESS']);
  });

  it('is confirmed by the button of the page, not by opening it', async () => {
    const person = await api.givenPerson(key());
    const address = `${key()}@example.org`;
    await setAddress(person, address);
    await api.settle();
    const path = `/mail-address?code=${codeIn(mailsTo(address)[0])}`;
    await request(api.url).get(path).expect(200);
    const confirmed = async () =>
      (
        (await api.gql('{ viewer { mailAddress { address } } }', {}, person)).data!.viewer as {
          mailAddress: { address: string | null };
        }
      ).mailAddress.address;
    expect(await confirmed()).toBeNull();
    await request(api.url).post(path).expect(200);
    expect(await confirmed()).toBe(address);
    await request(api.url).post(path).expect(400);
  });
});

describe('people are told', () => {
  it('of an approval that waits, who may decide and did not ask', async () => {
    const company = await givenCompany(api);
    const address = await givenAddress(company.finance);
    const { needId } = await givenNeed(api);
    await givenPledge(api, company, needId, '1000');
    await api.settle();
    expect(mailsTo(address)[0]!.subject).toBe('A pledge of Some name waits for your approval');
    expect(await inbox(company.finance)).toMatchObject([{ topic: 'APPROVALS' }]);
    expect(await inbox(company.engineer)).toEqual([]);
  });

  it('of an approval that waits for others, who asked is not told, whatever roles they have', async () => {
    const company = await givenCompany(api);
    const asker = await givenMember(api, company.organisationId, company.finance, ['FINANCE']);
    const { needId } = await givenNeed(api);
    await givenPledge(api, { ...company, engineer: asker }, needId, '1000');
    await api.settle();
    expect(await inbox(company.finance)).toMatchObject([{ topic: 'APPROVALS' }]);
    expect(await inbox(asker)).toEqual([]);
  });

  it('of money that arrived and of what the reviewer decided', async () => {
    const company = await givenCompany(api);
    const { needId, maintainer, milestoneIds } = await givenNeed(api);
    await givenPaidPledge(api, company, needId, '100000');
    await givenEvidence(api, maintainer, milestoneIds[0]!);
    const reviewer = await givenReviewer(api);
    const decide = async (name: string) => {
      const input = { milestoneId: milestoneIds[0]!, reasons: 'Because' };
      await api.mutate(
        'startReview',
        'StartReviewInput',
        'milestone { id }',
        { milestoneId: milestoneIds[0]! },
        reviewer,
      );
      await api.mutate(name, 'DecideMilestoneInput', 'milestone { id }', input, reviewer);
    };
    await decide('requestChanges');
    await givenEvidence(api, maintainer, milestoneIds[0]!);
    await decide('acceptMilestone');
    await api.settle();
    expect((await inbox(maintainer)).map(({ subject }) => subject)).toEqual([
      'Accepted: "Part 1"',
      'Changes requested: "Part 1"',
      '1,000.00 USD arrived for "Safer releases"',
    ]);
  });

  it('of an invitation, at an address, with a link that works once', async () => {
    const { finance, organisationId } = await givenCompany(api);
    const address = `${key()}@example.org`;
    const input = { organisationId, roles: ['MEMBER'], address };
    await api.mutate('inviteMemberByMail', 'InviteMemberByMailInput', 'expiresAt', input, finance);
    await api.settle();
    expect(mailsTo(address)).toHaveLength(1);
    const path = `/invitations/accept?code=${codeIn(mailsTo(address)[0])}`;
    const newcomer = await api.givenPerson(key());
    expect((await request(api.url).get(path)).text).toContain('/auth/login?return_to=');
    await request(api.url).post(path).expect(401);
    await request(api.url).post(path).set(newcomer.headers).expect(200);
    await request(api.url)
      .post(path)
      .set((await api.givenPerson(key())).headers)
      .expect(400);
    const { data } = await api.gql('{ viewer { memberships { roles organisation { id } } } }', {}, newcomer);
    expect(data!.viewer).toEqual({ memberships: [{ roles: ['MEMBER'], organisation: { id: organisationId } }] });
  });
});

describe('mail that comes back', () => {
  const GONE = { statusCode: '5.1.1', action: 'failed' } as const;
  const comesBack = (mail: CaughtMail, failure: Parameters<typeof bounce>[2] = GONE) =>
    bounce(mail, `${api.url}/mail/bounces`, failure);
  const bouncingSince = async (person: Caller) =>
    (
      (await api.gql('{ viewer { mailAddress { bouncingSince } } }', {}, person)).data!.viewer as {
        mailAddress: { bouncingSince: string | null };
      }
    ).mailAddress.bouncingSince;
  const subjects = async (person: Caller) => (await inbox(person)).map(({ subject }) => subject);

  async function givenMail(): Promise<{
    readonly person: Caller;
    readonly address: string;
    readonly mail: CaughtMail;
  }> {
    const person = await api.givenPerson(key());
    const address = await givenAddress(person);
    await notice(person);
    return { person, address, mail: mailsTo(address)[0]! };
  }

  it('ends its delivery with the code, and the person sees it at the address and in the inbox, once', async () => {
    const { person, address, mail } = await givenMail();
    expect(mail.returnPath).toMatch(/^bounces\+[0-9a-z]{26}-[0-9a-f]{16}@mainstay\.example$/);
    expect(await bouncingSince(person)).toBeNull();
    expect(await comesBack(mail)).toBe(204);
    expect(await bouncingSince(person)).not.toBeNull();
    const { data } = await api.gql(
      '{ viewer { notifications(first: 5) { nodes { subject deliveries { channel status bouncedAt bounceStatus } } } } }',
      {},
      person,
    );
    expect((data!.viewer as { notifications: { nodes: unknown[] } }).notifications.nodes).toMatchObject([
      { subject: 'Mail to your address comes back', deliveries: [{ status: 'ACCEPTED' }, { status: 'WITHHELD' }] },
      {
        subject: 'New sign-in to your account at Mainstay',
        deliveries: [
          { channel: 'INBOX', status: 'ACCEPTED', bouncedAt: null, bounceStatus: null },
          { channel: 'MAIL', status: 'BOUNCED', bouncedAt: expect.any(String), bounceStatus: '5.1.1' },
        ],
      },
    ]);
    const sent = mailsTo(address).length;
    const before = await api.fingerprint();
    expect(await comesBack(mail)).toBe(204);
    expect(await api.fingerprint()).toEqual(before);
    await notice(person);
    expect(await comesBack(mailsTo(address)[0]!)).toBe(204);
    await api.settle();
    expect(mailsTo(address)).toHaveLength(sent + 1);
    expect((await subjects(person)).filter((subject) => subject === 'Mail to your address comes back')).toHaveLength(1);
  });

  it('leaves a leaf without the address', async () => {
    const { address, mail } = await givenMail();
    await comesBack(mail);
    const entries = await api.database.asOwner<{ canonical: string }>(
      `SELECT canonical FROM audit_entry WHERE canonical LIKE '%"action":"bounce"%' ORDER BY id DESC LIMIT 1`,
    );
    expect(JSON.parse(entries[0]!.canonical)).toMatchObject({
      facts: { from: 'accepted', to: 'bounced', statusCode: '5.1.1' },
    });
    expect(entries[0]!.canonical).not.toContain(address);
  });

  it('says nothing of the address of anybody else', async () => {
    const [one, other] = [await givenMail(), await givenMail()];
    await comesBack(one.mail);
    expect(await bouncingSince(other.person)).toBeNull();
    expect(await bouncingSince(one.person)).not.toBeNull();
  });

  it('says no more of an address that was confirmed since', async () => {
    const { person, mail } = await givenMail();
    await comesBack(mail);
    api.advance(HOUR_MS);
    await givenAddress(person);
    expect(await bouncingSince(person)).toBeNull();
  });

  it('from the address of before says nothing of the one of now', async () => {
    const { person, address: old } = await givenMail();
    api.advance(HOUR_MS);
    await givenAddress(person);
    await api.settle();
    const [told] = mailsTo(old);
    expect(told!.subject).toBe('Your mail address at Mainstay was changed');
    expect(await comesBack(told!)).toBe(204);
    expect(await bouncingSince(person)).toBeNull();
    expect(await subjects(person)).not.toContain('Mail to your address comes back');
  });

  it.each<[string, (mail: CaughtMail) => Promise<number>, number]>([
    ['a report of a delay', (mail) => comesBack(mail, { statusCode: '4.4.1', action: 'delayed' }), 422],
    [
      'another signature',
      (mail) => comesBack({ ...mail, returnPath: mail.returnPath.replace(/-.{16}@/, '-0123456789abcdef@') }),
      404,
    ],
    ['an address of nobody', (mail) => comesBack({ ...mail, returnPath: 'bounces@mainstay.example' }), 404],
    [
      'no recipient',
      async (mail) =>
        (await fetch(`${api.url}/mail/bounces`, { method: 'POST', body: deliveryReport(mail, GONE) })).status,
      404,
    ],
    [
      'two recipients',
      async (mail) => {
        const recipient = encodeURIComponent(mail.returnPath);
        const address = `${api.url}/mail/bounces?recipient=${recipient}&recipient=${recipient}`;
        return (await fetch(address, { method: 'POST', body: deliveryReport(mail, GONE) })).status;
      },
      404,
    ],
    [
      'more than 256 KiB',
      async (mail) => {
        const address = `${api.url}/mail/bounces?recipient=${encodeURIComponent(mail.returnPath)}`;
        return (await fetch(address, { method: 'POST', body: 'x'.repeat(256 * 1024 + 1) })).status;
      },
      413,
    ],
  ])('with %s changes nothing', async (_case, send, status) => {
    const { mail } = await givenMail();
    const before = await api.fingerprint();
    expect(await send(mail)).toBe(status);
    expect(await api.fingerprint()).toEqual(before);
  });

  it('before its own record is written is to be handed over again', async () => {
    const { mail } = await givenMail();
    await api.database.asOwner(
      `UPDATE notification_delivery SET status = 'queued', ended_at = NULL WHERE message_id = $1`,
      [mail.messageId],
    );
    expect(await comesBack(mail)).toBe(503);
  });
});

describe('an invitation that has ended', () => {
  const invited = async (end: (organisationId: string, finance: Caller) => Promise<unknown>) => {
    const { finance, organisationId } = await givenCompany(api);
    const address = `${key()}@example.org`;
    const input = { organisationId, roles: ['MEMBER'], address };
    await api.mutate('inviteMemberByMail', 'InviteMemberByMailInput', 'expiresAt', input, finance);
    await end(organisationId, finance);
    await api.settle();
    return mailsTo(address).length;
  };

  it('before its mail was written is not sent', async () => {
    const nothing = () => Promise.resolve();
    const revoked = async (organisationId: string, finance: Caller) => {
      const text = 'query ($id: ID!) { node(id: $id) { ... on Organisation { invitations { id } } } }';
      const { node } = (await api.gql(text, { id: organisationId }, finance)).data!;
      const [open] = (node as { invitations: { id: string }[] }).invitations;
      const input = { invitationId: open!.id };
      const { userErrors } = await api.mutate('revokeInvitation', 'RevokeInvitationInput', 'endedId', input, finance);
      expect(userErrors).toEqual([]);
    };
    const expired = () => Promise.resolve(api.advance(14 * DAY_MS));
    const memberLeft = async (organisationId: string, finance: Caller) => {
      await givenMember(api, organisationId, finance, ['ADMIN']);
      const input = { organisationId };
      const left = await api.mutate('leaveOrganisation', 'LeaveOrganisationInput', 'clientMutationId', input, finance);
      expect(left.userErrors).toEqual([]);
    };
    expect([await invited(nothing), await invited(revoked), await invited(memberLeft), await invited(expired)]).toEqual(
      [1, 0, 0, 0],
    );
  });
});

describe('an inbox', () => {
  it('counts what is unread, and lets one or all be read', async () => {
    const person = await api.givenPerson(key());
    for (let round = 0; round < 3; round += 1) await notice(person);
    const [newest] = await inbox(person);
    const read = await api.mutate<{ unreadNotificationCount: number }>(
      'markNotificationRead',
      'MarkNotificationReadInput',
      'unreadNotificationCount',
      { notificationId: newest!.id },
      person,
    );
    expect(read.unreadNotificationCount).toBe(2);
    expect(await inbox(person, true)).toHaveLength(2);
    const all = await api.mutate<{ unreadNotificationCount: number }>(
      'markAllNotificationsRead',
      'MarkAllNotificationsReadInput',
      'unreadNotificationCount',
      {},
      person,
    );
    expect(all.unreadNotificationCount).toBe(0);
    expect(await inbox(person)).toHaveLength(3);
  });

  it('is read as a whole without that of anybody else', async () => {
    const [person, other] = [await api.givenPerson(key()), await api.givenPerson(key())];
    for (const one of [person, other]) await notice(one);
    const name = 'markAllNotificationsRead';
    await api.mutate(name, 'MarkAllNotificationsReadInput', 'unreadNotificationCount', {}, other);
    expect(await inbox(person, true)).toHaveLength(1);
  });

  it("is nobody else's", async () => {
    const person = await api.givenPerson(key());
    await notice(person);
    const stranger = await api.givenPerson(key());
    expect(await inbox(stranger)).toEqual([]);
    const [entry] = await inbox(person);
    const input = { notificationId: entry!.id };
    expect(
      codes(
        await api.mutate(
          'markNotificationRead',
          'MarkNotificationReadInput',
          'unreadNotificationCount',
          input,
          stranger,
        ),
      ),
    ).toEqual(['NOTIFICATION_NOT_FOUND']);
    expect((await inbox(person))[0]!.readAt).toBeNull();
  });
});

describe('an opt-out', () => {
  const optOut = (topic: string, isOptedOut: boolean, person: Caller) =>
    api.mutate<{ optedOutOf: string[] }>(
      'setNotificationOptOut',
      'SetNotificationOptOutInput',
      'optedOutOf',
      { topic, isOptedOut },
      person,
    );

  it('holds for its topic until it is taken back, and leaves the inbox alone', async () => {
    const company = await givenCompany(api);
    const address = await givenAddress(company.finance);
    const { needId } = await givenNeed(api);
    expect((await optOut('APPROVALS', true, company.finance)).optedOutOf).toEqual(['APPROVALS']);
    await optOut('APPROVALS', true, company.finance);
    const before = mailsTo(address).length;
    for (let round = 0; round < 2; round += 1) await givenPledge(api, company, needId, '1000');
    await api.settle();
    expect(mailsTo(address)).toHaveLength(before);
    expect(await inbox(company.finance)).toHaveLength(2);
    expect((await optOut('APPROVALS', false, company.finance)).optedOutOf).toEqual([]);
    await givenPledge(api, company, needId, '1000');
    await api.settle();
    expect(mailsTo(address)).toHaveLength(before + 1);
  });

  it("holds for one's own mail, and is taken back for oneself alone", async () => {
    const company = await givenCompany(api);
    const other = await givenMember(api, company.organisationId, company.finance, ['FINANCE']);
    const [address, others] = [await givenAddress(company.finance), await givenAddress(other)];
    const { needId } = await givenNeed(api);
    const sent = async (): Promise<number[]> => {
      const before = [address, others].map((one) => mailsTo(one).length);
      await givenPledge(api, company, needId, '1000');
      await api.settle();
      return [address, others].map((one, at) => mailsTo(one).length - before[at]!);
    };
    await optOut('APPROVALS', true, other);
    expect(await sent()).toEqual([1, 0]);
    await optOut('APPROVALS', true, company.finance);
    await optOut('APPROVALS', false, company.finance);
    expect(await sent()).toEqual([1, 0]);
  });

  it.each(['MONEY', 'SECURITY', 'INVITATIONS'])('of %s is refused', async (topic) => {
    expect(codes(await optOut(topic, true, await api.givenPerson(key())))).toEqual(['TOPIC_IS_MANDATORY']);
  });
});

describe('a delivery', () => {
  it('keeps the answer of the server, its message id and the digest of what was sent', async () => {
    const person = await api.givenPerson(key());
    const address = await givenAddress(person);
    await notice(person);
    const mail = mailsTo(address)[0]!;
    const [, proof] = await mailsOf(person);
    expect(proof).toMatchObject({ status: 'accepted', attempts: 1, messageId: mail.messageId });
    expect(proof!.answer).toMatch(/^250/);
    expect(proof!.sha256).toBe(sha256Hex(`${mail.subject}\n\n${mail.text}`));
  });

  it('that is refused for good ends, and one that is refused for now is tried again', async () => {
    const [refused, later] = [`refused-${key()}@example.org`, `later-${key()}@example.org`];
    const [one, other] = [await api.givenPerson(key()), await api.givenPerson(key())];
    await setAddress(one, refused);
    await setAddress(other, later);
    await api.settle();
    expect(await mailsOf(one)).toMatchObject([
      { status: 'refused', attempts: 1, answer: expect.stringMatching(/^550/) },
    ]);
    const [first] = await mailsOf(other);
    expect(first).toMatchObject({ status: 'queued', answer: expect.stringMatching(/^451/) });
    api.advance(HOUR_MS);
    await api.settle();
    const [second] = await mailsOf(other);
    expect(second!.attempts).toBeGreaterThan(first!.attempts);
  });

  it('that was sent and not recorded is sent again under the same message id, so that nothing is lost', async () => {
    const person = await api.givenPerson(key());
    const address = await givenAddress(person);
    await notice(person);
    // As a worker leaves it that died after the server's answer.
    await api.database.asOwner(
      `UPDATE notification_delivery SET status = 'queued', ended_at = NULL WHERE message_id = $1`,
      [mailsTo(address)[0]!.messageId],
    );
    await api.database.asOwner(
      `UPDATE outbox_message SET completed_at = NULL, available_at = now() WHERE topic = 'notifications.mail_queued'`,
    );
    await api.settle();
    const [again, first] = mailsTo(address);
    expect(again).toEqual(first);
    expect((await mailsOf(person)).map(({ status }) => status)).toEqual(['accepted', 'accepted']);
  });
});
