import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MailAddressesQueries } from '#libs/identity';
import {
  approvalWaiting,
  balanceExpiring,
  claimNoticeDue,
  commitmentCutShort,
  commitmentNoticeDue,
  dependencyNoticeDue,
  heldMoneyExpiring,
  heldMoneyReturned,
  hostingNoticeDue,
  inKindNoticeDue,
  mailAddressChanged,
  mailAddressEntered,
  mailQueued,
  memberInvited,
  milestoneDecided,
  moneyOfPayload,
  needFunded,
  offerNoticeDue,
  operatorNoticeDue,
  payeeProposed,
  payerNoticeDue,
  payoutFailed,
  recipientDisconnected,
  roleCommentOpened,
  projectNoticeDue,
  roleNoticeDue,
  roleNoticeStored,
  securityNoticeDue,
} from '#platform/contracts';
import { clear, type Tx } from '#platform/database';
import { asId, clearanceForSubject, formatMoney, parsePayee, type Payee } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { MailDeliveriesService } from './mail-deliveries.service.js';
import { NotificationsService } from './notifications.service.js';
import type { TemplateName } from './topics.rules.js';

/** Subjects of approvals that people know as pledges. */
const PLEDGES: readonly string[] = ['pledge', 'recurring_pledge', 'tranche_commitment', 'allocation_run'];

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
    this.listenForWork();
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
    consumers.inTransaction('notifications.held-money-expiring', heldMoneyExpiring, (tx, { amount, day, ...facts }) =>
      this.tellAboutHeld(tx, 'heldMoneyExpiring', facts, { amount: formatMoney(moneyOfPayload(amount)), day }),
    );
    consumers.inTransaction('notifications.held-money-returned', heldMoneyReturned, (tx, { amount, to, ...facts }) =>
      this.tellAboutHeld(tx, `heldMoneyReturned_${to}`, facts, { amount: formatMoney(moneyOfPayload(amount)) }),
    );
    consumers.inTransaction('notifications.balance-expiring', balanceExpiring, (tx, { organisationId, amount, day }) =>
      this.tellFinance(tx, organisationId, 'balanceExpiring', { amount: formatMoney(moneyOfPayload(amount)), day }),
    );
    consumers.inTransaction('notifications.payee-proposed', payeeProposed, (tx, { payee, title }) =>
      this.tellPayee(tx, parsePayee(payee), 'payeeProposed', { title }),
    );
    consumers.inTransaction('notifications.hosting', hostingNoticeDue, (tx, { to, notice, project }) =>
      this.tellPayee(tx, parsePayee(to), `host_${notice}`, { project }),
    );
    consumers.inTransaction('notifications.payout-failed', payoutFailed, (tx, { payee, amount, reason }) =>
      this.tellPayee(tx, parsePayee(payee), 'payoutFailed', { amount: formatMoney(moneyOfPayload(amount)), reason }),
    );
    consumers.inTransaction('notifications.recipient-disconnected', recipientDisconnected, (tx, { payee }) =>
      this.tellPayee(tx, parsePayee(payee), 'recipientDisconnected', {}),
    );
    consumers.inTransaction('notifications.payer-notice', payerNoticeDue, (tx, { organisationId, notice, ...facts }) =>
      this.tellFinance(tx, organisationId, `payer_${notice}`, {
        amount: facts.amount === null ? '' : formatMoney(moneyOfPayload(facts.amount)),
        reference: facts.reference,
      }),
    );
    consumers.inTransaction('notifications.claim', claimNoticeDue, (tx, { personId, notice, project, day }) =>
      notifications.notify(tx, personId, `claim_${notice}`, { project, day: day ?? '' }),
    );
    this.listenToCommitments();
    this.listenToOffers();
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

  private listenToCommitments(): void {
    this.consumers.inTransaction('notifications.commitment', commitmentNoticeDue, (tx, facts) =>
      this.tellAboutCommitment(tx, facts),
    );
    this.consumers.inTransaction('notifications.commitment-cut-short', commitmentCutShort, (tx, facts) =>
      this.notifications.notify(tx, facts.recipientPersonId, `commitment_ended_by_${facts.because}`, {
        title: facts.title,
        amount: formatMoney(moneyOfPayload(facts.missing)),
      }),
    );
  }

  private listenToOffers(): void {
    this.consumers.inTransaction(
      'notifications.dependency',
      dependencyNoticeDue,
      (tx, { personId, notice, ...facts }) => this.notifications.notify(tx, personId, `dependency_${notice}`, facts),
    );
    this.consumers.inTransaction('notifications.offer', offerNoticeDue, async (tx, { notice, project, ...facts }) => {
      const amounts = facts.amounts.map((amount) => formatMoney(moneyOfPayload(amount))).join(', ');
      const payers = facts.organisationId === null ? [] : await this.financeOf(tx, facts.organisationId);
      for (const personId of facts.personId === null ? payers : [facts.personId])
        await this.notifications.notify(tx, personId, `offer_${notice}`, { project, amounts });
    });
  }

  /** What becomes of the work that is paid for, and of help in kind. */
  private listenForWork(): void {
    const { consumers, notifications } = this;
    consumers.inTransaction('notifications.milestone-decided', milestoneDecided, (tx, { decision, ...facts }) =>
      notifications.notify(
        tx,
        facts.recipientPersonId,
        decision === 'accepted' ? 'milestoneAccepted' : 'milestoneChangesRequested',
        { title: facts.title },
      ),
    );
    consumers.inTransaction('notifications.role-comment-opened', roleCommentOpened, (tx, opened) =>
      this.tellTeam(tx, opened),
    );
    consumers.inTransaction('notifications.role', roleNoticeDue, async (tx, { personIds, notice, ...facts }) => {
      for (const personId of personIds) await notifications.notify(tx, personId, `role_${notice}`, facts);
    });
    consumers.inTransaction('notifications.project', projectNoticeDue, async (tx, { personIds, notice, ...facts }) => {
      for (const personId of personIds) await notifications.notify(tx, personId, `project_${notice}`, facts);
    });
    consumers.inTransaction('notifications.in-kind', inKindNoticeDue, (tx, { personId, notice, title }) =>
      notifications.notify(tx, personId, `inKind_${notice}`, { title }),
    );
  }

  /** That all of them have it is said in the same transaction, so that it is true whenever it is heard. */
  private async tellTeam(
    tx: Tx,
    { grantId, openedAt, personIds, project, scope }: NonNullable<typeof roleCommentOpened.payload>,
  ): Promise<void> {
    for (const personId of personIds)
      await this.notifications.notify(tx, personId, 'role_comment_opened', { project, scope });
    tx.emit(roleNoticeStored, { grantId, openedAt, audience: 'TEAM' });
  }

  private async tellApprovers(
    tx: Tx,
    {
      subjectType,
      organisationId,
      requestedBy,
      roles,
    }: {
      readonly subjectType: string;
      readonly organisationId: string;
      readonly requestedBy: string;
      readonly roles: readonly string[];
    },
  ): Promise<void> {
    const organisation = await this.addresses.organisationName(tx, organisationId);
    const template = PLEDGES.includes(subjectType) ? 'approvalWaiting' : 'paymentWaiting';
    for (const personId of await this.addresses.peopleWithRoles(tx, organisationId, roles)) {
      if (personId !== requestedBy) await this.notifications.notify(tx, personId, template, { organisation });
    }
  }

  /** The finance of whoever pays, and whoever posted the need. */
  private async tellAboutHeld(
    tx: Tx,
    template: TemplateName,
    facts: { readonly organisationId: string; readonly recipientPersonId: string; readonly title: string },
    parameters: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { organisationId, recipientPersonId, title } = facts;
    for (const personId of new Set([recipientPersonId, ...(await this.financeOf(tx, organisationId))]))
      await this.notifications.notify(tx, personId, template, { title, ...parameters });
  }

  private async tellFinance(
    tx: Tx,
    organisationId: string,
    template: TemplateName,
    parameters: Readonly<Record<string, string>>,
  ): Promise<void> {
    for (const personId of await this.financeOf(tx, organisationId))
      await this.notifications.notify(tx, personId, template, parameters);
  }

  private async tellAboutCommitment(
    tx: Tx,
    {
      organisationId,
      recipientPersonId,
      notice,
      title,
      ...facts
    }: NonNullable<(typeof commitmentNoticeDue)['payload']>,
  ): Promise<void> {
    const parameters = { title, amount: formatMoney(moneyOfPayload(facts.amount)), day: facts.day };
    const payers = organisationId === null ? [] : await this.financeOf(tx, organisationId);
    for (const personId of new Set([...(recipientPersonId === null ? [] : [recipientPersonId]), ...payers]))
      await this.notifications.notify(tx, personId, `commitment_${notice}`, parameters);
  }

  private financeOf(tx: Tx, organisationId: string): Promise<readonly string[]> {
    return this.addresses.peopleWithRoles(tx, organisationId, ['finance', 'admin']);
  }

  private async tellPayee(
    tx: Tx,
    payee: Payee,
    template: TemplateName,
    parameters: Readonly<Record<string, string>>,
  ): Promise<void> {
    const people = payee.kind === 'person' ? [payee.id] : await this.financeOf(tx, payee.id);
    for (const personId of people) await this.notifications.notify(tx, personId, template, parameters);
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
