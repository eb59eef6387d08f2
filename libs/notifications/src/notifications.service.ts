import { Injectable } from '@nestjs/common';
import { MAIL_FIELD, MailAddressesQueries, actorOf, personOf } from '#libs/identity';
import { mailQueued } from '#platform/contracts';
import { DataKeys, UnitOfWork, clear, type Tx } from '#platform/database';
import {
  clearanceForSubject,
  clearanceOf,
  newId,
  nextState,
  type Id,
  type MessageParameters,
  type Principal,
} from '#platform/kernel';
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
    private readonly keys: DataKeys,
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
    await clear(tx, clearanceForSubject(personId));
    const message = { subjectId: personId, personId, template, parameters };
    const notificationId = await this.insert(tx, message);
    await this.putIntoInbox(tx, notificationId, message);
    await this.queueMail(tx, notificationId, message, {
      address: address ?? (await this.addresses.findWithin(tx, personId))?.address ?? null,
      optedOut: await this.repository.hasOptedOut(tx, personId, TEMPLATES[template].topic),
    });
  }

  /** Writes to an address that is nobody's yet: an invitation, or the link that confirms it. Its key is that of the subject. */
  async writeTo(
    tx: Tx,
    { subjectId, address }: { readonly subjectId: string; readonly address: string },
    template: TemplateName,
    parameters: MessageParameters,
  ): Promise<void> {
    const message = { subjectId, personId: null, template, parameters };
    const notificationId = await this.insert(tx, message);
    await this.queueMail(tx, notificationId, message, { address, optedOut: false });
  }

  async markRead(principal: Principal, id: Id<'ntf'> | null): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await clear(tx, clearanceOf(principal));
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

  private async insert(tx: Tx, message: Message): Promise<Id<'ntf'>> {
    const id = newId<'ntf'>();
    await this.repository.insert(tx, { id, topic: TEMPLATES[message.template].topic, ...message });
    return id;
  }

  private async putIntoInbox(
    tx: Tx,
    notificationId: Id<'ntf'>,
    { subjectId, template, parameters }: Message,
  ): Promise<void> {
    const { sha256: contentSha256 } = this.writer.show(template, parameters);
    await this.repository.insertDelivery(tx, {
      id: newId<'dlv'>(),
      notificationId,
      subjectId,
      channel: 'inbox',
      sealedAddress: null,
      status: nextState(DELIVERY, 'accept', DELIVERY.initial, null).to,
      contentSha256,
      answer: null,
    });
  }

  private async queueMail(
    tx: Tx,
    notificationId: Id<'ntf'>,
    { subjectId, template }: Message,
    { address, optedOut }: { readonly address: string | null; readonly optedOut: boolean },
  ): Promise<void> {
    const id = newId<'dlv'>();
    const key = await this.keys.find(tx, subjectId, 'private');
    const sealedAddress = address === null || key === null ? null : key.seal(MAIL_FIELD, address);
    const reason = reasonToWithhold(templateOf(template), { hasAddress: sealedAddress !== null, optedOut });
    const status = reason === null ? DELIVERY.initial : nextState(DELIVERY, 'withhold', DELIVERY.initial, null).to;
    await this.repository.insertDelivery(tx, {
      id,
      notificationId,
      subjectId,
      channel: 'mail',
      sealedAddress,
      status,
      contentSha256: null,
      answer: reason,
    });
    if (reason === null) tx.emit(mailQueued, { deliveryId: id, subjectId });
  }
}

interface Message {
  readonly subjectId: string;
  readonly personId: string | null;
  readonly template: TemplateName;
  readonly parameters: MessageParameters;
}
