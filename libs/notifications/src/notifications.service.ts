import { Injectable } from '@nestjs/common';
import { MailAddressesQueries, actorOf, personOf } from '#libs/identity';
import { mailQueued } from '#platform/contracts';
import { UnitOfWork, type Tx } from '#platform/database';
import { newId, nextState, type Id, type MessageParameters, type Principal } from '#platform/kernel';
import { DELIVERY } from './delivery.states.js';
import { MessageWriter } from './message-text.js';
import { NotificationNotFoundError, TopicIsMandatoryError } from './notification.errors.js';
import { NotificationsRepository } from './notifications.repository.js';
import {
  OPTIONAL_TOPICS,
  TEMPLATES,
  reasonToWithhold,
  templateOf,
  type NotificationTopic,
  type TemplateName,
} from './topics.rules.js';

/** Puts messages into inboxes and into the queue of the mail, and keeps what people decided about them. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: NotificationsRepository,
    private readonly addresses: MailAddressesQueries,
    private readonly writer: MessageWriter,
  ) {}

  /**
   * Tells a person, in the inbox and by mail. Mail goes to the confirmed address, or to `address` when a message is
   * meant for another one that was confirmed once.
   */
  async notify(
    tx: Tx,
    personId: string,
    template: TemplateName,
    parameters: MessageParameters,
    address: string | null = null,
  ): Promise<void> {
    const notificationId = await this.insert(tx, personId, template, parameters);
    const { sha256: contentSha256 } = this.writer.show(template, parameters);
    const status = nextState(DELIVERY, 'accept', DELIVERY.initial, null).to;
    const id = newId<'dlv'>();
    await this.repository.insertDelivery(tx, {
      id,
      notificationId,
      channel: 'inbox',
      address: null,
      status,
      contentSha256,
      answer: null,
    });
    await this.queueMail(tx, notificationId, templateOf(template), {
      address: address ?? (await this.addresses.findWithin(tx, personId))?.address ?? null,
      optedOut: await this.repository.hasOptedOut(tx, personId, TEMPLATES[template].topic),
    });
  }

  /** Writes to an address that is nobody's yet: an invitation, or the link that confirms it. */
  async writeTo(tx: Tx, address: string, template: TemplateName, parameters: MessageParameters): Promise<void> {
    const notificationId = await this.insert(tx, null, template, parameters);
    await this.queueMail(tx, notificationId, templateOf(template), { address, optedOut: false });
  }

  async markRead(principal: Principal, id: Id<'ntf'> | null): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const found = await this.repository.markRead(tx, personOf(principal), id);
      if (id !== null && found === 0) throw new NotificationNotFoundError();
    });
  }

  /** The one switch of a topic. It stays as it is until the person moves it again; the inbox keeps its entries. */
  async setOptOut(principal: Principal, topic: NotificationTopic, isOptedOut: boolean): Promise<void> {
    if (!OPTIONAL_TOPICS.includes(topic)) throw new TopicIsMandatoryError(topic);
    const personId = personOf(principal);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.repository.setOptOut(tx, personId, topic, isOptedOut);
      tx.audit('notifications', personId, isOptedOut ? 'optOut' : 'optIn', { topic });
    });
  }

  private async insert(
    tx: Tx,
    personId: string | null,
    template: TemplateName,
    parameters: MessageParameters,
  ): Promise<Id<'ntf'>> {
    const id = newId<'ntf'>();
    await this.repository.insert(tx, { id, personId, topic: TEMPLATES[template].topic, template, parameters });
    return id;
  }

  private async queueMail(
    tx: Tx,
    notificationId: Id<'ntf'>,
    template: ReturnType<typeof templateOf>,
    { address, optedOut }: { readonly address: string | null; readonly optedOut: boolean },
  ): Promise<void> {
    const id = newId<'dlv'>();
    const reason = reasonToWithhold(template, { hasAddress: address !== null, optedOut });
    const status = reason === null ? DELIVERY.initial : nextState(DELIVERY, 'withhold', DELIVERY.initial, null).to;
    await this.repository.insertDelivery(tx, {
      id,
      notificationId,
      channel: 'mail',
      address,
      status,
      contentSha256: null,
      answer: reason,
    });
    if (reason === null) tx.emit(mailQueued, { deliveryId: id });
  }
}
