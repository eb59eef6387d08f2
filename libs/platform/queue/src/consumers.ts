import { Injectable } from '@nestjs/common';
import { topicKey, type Topic } from '#platform/contracts';
import { UnitOfWork, firstDelivery, type OutboxMessage, type Tx } from '#platform/database';
import { systemActor } from '#platform/kernel';

export interface Consumer {
  readonly name: string;
  handle(payload: unknown, message: OutboxMessage): Promise<void>;
}

/**
 * Who reacts to which topic. Messages arrive at least once and in any order: a consumer inside a transaction is
 * protected by its inbox receipt, one that calls foreign hosts has to be repeatable by itself.
 */
@Injectable()
export class Consumers {
  private readonly byTopic = new Map<string, Consumer[]>();

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Registers an effect that is one transaction. It happens once for each message, however often that is delivered. */
  inTransaction<Payload>(
    name: string,
    topic: Topic<Payload>,
    effect: (tx: Tx, payload: Payload) => Promise<unknown>,
  ): void {
    this.add(topic, {
      name,
      handle: (payload, message) =>
        this.unitOfWork.run(systemActor(name), async (tx) => {
          if (await firstDelivery(tx, name, message.id)) await effect(tx, payload as Payload);
        }),
    });
  }

  /** Registers a job that talks to somebody outside. It may run more than once and has to end in the same state. */
  repeatable<Payload>(name: string, topic: Topic<Payload>, job: (payload: Payload) => Promise<void>): void {
    this.add(topic, { name, handle: (payload) => job(payload as Payload) });
  }

  of(message: Pick<OutboxMessage, 'topic' | 'version'>): readonly Consumer[] {
    return this.byTopic.get(topicKey({ name: message.topic, version: message.version })) ?? [];
  }

  /** Fails at start rather than in the night: every topic that is published has somebody who reacts to it. */
  assertComplete(topics: readonly Topic<unknown>[]): void {
    const missing = topics.map(topicKey).filter((key) => !this.byTopic.has(key));
    if (missing.length > 0) throw new Error(`nobody consumes: ${missing.join(', ')}`);
    const known = new Set(topics.map(topicKey));
    const stale = [...this.byTopic.keys()].filter((key) => !known.has(key));
    if (stale.length > 0) throw new Error(`consumers of topics that do not exist: ${stale.join(', ')}`);
  }

  private add(topic: Topic<unknown>, consumer: Consumer): void {
    const key = topicKey(topic);
    const consumers = this.byTopic.get(key) ?? [];
    if (consumers.some((known) => known.name === consumer.name))
      throw new Error(`${consumer.name} is registered twice for ${key}`);
    this.byTopic.set(key, [...consumers, consumer]);
  }
}
