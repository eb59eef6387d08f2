import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MailAddressesQueries } from '#libs/identity';
import {
  approvalWaiting,
  mailAddressChanged,
  mailAddressEntered,
  mailQueued,
  memberInvited,
  milestoneDecided,
  moneyOfPayload,
  needFunded,
  operatorNoticeDue,
  payeeProposed,
  payerNoticeDue,
  securityNoticeDue,
} from '#platform/contracts';
import { clear, type Tx } from '#platform/database';
import { asId, clearanceForSubject, formatMoney, parsePayee, type Payee } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { MailDeliveriesService } from './mail-deliveries.service.js';
import { NotificationsService } from './notifications.service.js';

/** Who is told of what. */
@Injectable()
export class NotificationsJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly notifications: NotificationsService,
    private readonly deliveries: MailDeliveriesService,
    private readonly addresses: MailAddressesQueries,
  ) {}

  onModuleInit(): void {
    const { consumers, notifications } = this;
    consumers.repeatable('notifications.send-mail', mailQueued, ({ deliveryId, subjectId }) =>
      this.deliveries.send(asId(deliveryId), subjectId),
    );
    consumers.inTransaction('notifications.approval-waiting', approvalWaiting, (tx, waiting) =>
      this.tellApprovers(tx, waiting),
    );
    consumers.inTransaction('notifications.need-funded', needFunded, (tx, { recipientPersonId, title, amount }) =>
      notifications.notify(tx, recipientPersonId, 'pledgePaid', { title, amount: formatMoney(moneyOfPayload(amount)) }),
    );
    consumers.inTransaction('notifications.payee-proposed', payeeProposed, (tx, { payee, title }) =>
      this.tellPayee(tx, parsePayee(payee), title),
    );
    consumers.inTransaction('notifications.payer-notice', payerNoticeDue, async (tx, facts) => {
      const parameters = { amount: formatMoney(moneyOfPayload(facts.amount)), reference: facts.reference };
      for (const personId of await this.addresses.peopleWithRoles(tx, facts.organisationId, ['finance', 'admin']))
        await notifications.notify(tx, personId, `payer_${facts.notice}`, parameters);
    });
    consumers.inTransaction('notifications.milestone-decided', milestoneDecided, (tx, { decision, ...facts }) =>
      notifications.notify(
        tx,
        facts.recipientPersonId,
        decision === 'accepted' ? 'milestoneAccepted' : 'milestoneChangesRequested',
        { title: facts.title },
      ),
    );
    consumers.inTransaction('notifications.member-invited', memberInvited, (tx, { invitationId }) =>
      this.writeInvitation(tx, invitationId),
    );
    consumers.inTransaction('notifications.confirm-address', mailAddressEntered, (tx, entered) =>
      this.writeConfirmation(tx, entered),
    );
    consumers.inTransaction('notifications.address-changed', mailAddressChanged, async (tx, { personId }) => {
      await clear(tx, clearanceForSubject(personId));
      const known = await this.addresses.findWithin(tx, personId);
      await notifications.notify(tx, personId, 'mailAddressChanged', {}, known?.previousAddress ?? null);
    });
    consumers.inTransaction('notifications.security-notice', securityNoticeDue, (tx, { personId, notice }) =>
      notifications.notify(tx, personId, `security_${notice}`, {}),
    );
    consumers.inTransaction('notifications.operator-notice', operatorNoticeDue, (tx, { personId, notice, ...facts }) =>
      notifications.notify(tx, personId, `operator_${notice}`, { right: facts.right, subject: facts.subjectId }),
    );
  }

  private async tellApprovers(
    tx: Tx,
    {
      organisationId,
      requestedBy,
      roles,
    }: { readonly organisationId: string; readonly requestedBy: string; readonly roles: readonly string[] },
  ): Promise<void> {
    const organisation = await this.addresses.organisationName(tx, organisationId);
    for (const personId of await this.addresses.peopleWithRoles(tx, organisationId, roles)) {
      if (personId !== requestedBy) await this.notifications.notify(tx, personId, 'approvalWaiting', { organisation });
    }
  }

  private async tellPayee(tx: Tx, payee: Payee, title: string): Promise<void> {
    const people =
      payee.kind === 'person' ? [payee.id] : await this.addresses.peopleWithRoles(tx, payee.id, ['finance', 'admin']);
    for (const personId of people) await this.notifications.notify(tx, personId, 'payeeProposed', { title });
  }

  private async writeInvitation(tx: Tx, invitationId: string): Promise<void> {
    await clear(tx, clearanceForSubject(invitationId));
    const invitation = await this.addresses.invitation(tx, invitationId);
    if (!invitation) return;
    const { address, organisation } = invitation;
    const parameters = { organisation, codeId: invitationId };
    await this.notifications.writeTo(tx, { subjectId: invitationId, address }, 'invitation', parameters);
  }

  /** The one message that goes to an address before it is confirmed, and only while it still waits for that. */
  private async writeConfirmation(
    tx: Tx,
    { personId, confirmationId }: { readonly personId: string; readonly confirmationId: string },
  ): Promise<void> {
    await clear(tx, clearanceForSubject(personId));
    const known = await this.addresses.findWithin(tx, personId);
    if (known?.pendingAddress == null || known.confirmationId !== confirmationId) return;
    const mail = { subjectId: personId, address: known.pendingAddress };
    await this.notifications.writeTo(tx, mail, 'confirmMailAddress', { codeId: confirmationId });
  }
}
