import { linkCode } from '#libs/identity';
import { Config } from '#platform/config';
import { parseId } from '#platform/kernel';
import { key } from '../../support/given.js';
import type { Input } from './input.js';
import { personOf } from './sign-in-inputs.js';
import type { World } from './world.js';

const address = (): string => `${key().slice(-12)}@mail.example`;

/** The code of a link that was just sent to somebody. */
async function sentCode({ api }: World): Promise<string> {
  const somebody = await api.givenPerson(`Mailed ${key()}`);
  await api.mutate('setMailAddress', 'SetMailAddressInput', 'clientMutationId', { address: address() }, somebody);
  const [row] = await api.database.asOwner<{ id: string }>(
    'SELECT confirmation_id AS id FROM mail_address WHERE person_id = $1',
    [parseId('usr', somebody.personId)],
  );
  return linkCode(api.app.get(Config).get('LINK_SIGNING_KEY'), 'mail-address', row!.id);
}

export const ACCOUNT_INPUTS: Readonly<Record<string, Input>> = {
  acceptTerms: {
    type: 'AcceptTermsInput',
    input: async ({ api }) => {
      const answer = await api.gql('{ terms { name version sha256 } }');
      const texts = answer.data!.terms as { name: string; version: number; sha256: string }[];
      const { name, ...text } = texts.find((one) => one.name === 'RECEIVER')!;
      return { terms: name, ...text };
    },
  },
  completeSignUp: {
    type: 'CompleteSignUpInput',
    input: () => Promise.resolve({ intents: ['GIVE'], displayName: 'Named', isNamed: false }),
  },
  confirmMailAddress: { type: 'ConfirmMailAddressInput', input: async (world) => ({ code: await sentCode(world) }) },
  inviteMemberByMail: {
    type: 'InviteMemberByMailInput',
    input: ({ ids }) => Promise.resolve({ organisationId: ids.organisation, address: address(), roles: ['MEMBER'] }),
  },
  markAllNotificationsRead: { type: 'MarkAllNotificationsReadInput', input: () => Promise.resolve({}) },
  markNotificationRead: {
    type: 'MarkNotificationReadInput',
    input: async (world, principal) => {
      const answer = await world.api.gql(
        '{ viewer { notifications(first: 1) { nodes { id } } } }',
        {},
        personOf(world, principal),
      );
      const { notifications } = answer.data!.viewer as { notifications: { nodes: { id: string }[] } };
      return { notificationId: notifications.nodes[0]!.id };
    },
  },
  requestErasure: {
    type: 'RequestErasureInput',
    input: async ({ api }) => {
      await api.database.asOwner(
        `UPDATE erasure SET status = 'withdrawn', decided_at = now() WHERE status = 'requested'`,
      );
      return {};
    },
  },
  withdrawErasure: {
    type: 'WithdrawErasureInput',
    input: async (world, principal) => {
      await world.api.database.asOwner(
        `INSERT INTO erasure (id, person_id, status, requested_at, due_at) VALUES (gen_random_uuid(), $1, 'requested', now(), now() + interval '7 days')
         ON CONFLICT DO NOTHING`,
        [parseId('usr', personOf(world, principal).personId)],
      );
      return {};
    },
  },
  setMailAddress: { type: 'SetMailAddressInput', input: () => Promise.resolve({ address: address() }) },
  setNotificationOptOut: {
    type: 'SetNotificationOptOutInput',
    input: () => Promise.resolve({ topic: 'MILESTONES', isOptedOut: true }),
  },
};
