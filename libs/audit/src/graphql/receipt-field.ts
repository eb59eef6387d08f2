import type { Type } from '@nestjs/common';
import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphqlContext } from '#platform/graphql';
import { subjectKey } from '../audit-log.js';
import { HistoryQueries, type LoggedEntry } from '../history.queries.js';
import { AuditReceiptType } from './audit.types.js';

/** What a mutation was about: the kind of object in entries, and its UUID. */
export interface ReceiptSubject {
  readonly type: string;
  readonly id: string;
}

/**
 * Gives the payload of a mutation the field `receipt`: the newest entry about its object that the caller made. It is read
 * only when it is asked for. The provider that is returned belongs into the module of the mutation.
 */
export function receiptField<Payload extends object>(
  payload: Type<Payload>,
  subjectOf: (payload: Payload) => ReceiptSubject | null,
): Type {
  @Resolver(() => payload)
  class ReceiptResolver {
    constructor(private readonly history: HistoryQueries) {}

    @ResolveField(() => AuditReceiptType, {
      nullable: true,
      description: 'Your action in the tamper-evident log; null when nothing was done.',
    })
    async receipt(
      @Parent() parent: Payload,
      @Context() { principal }: GraphqlContext,
    ): Promise<AuditReceiptType | null> {
      const subject = subjectOf(parent);
      if (!subject || principal.kind === 'anonymous') return null;
      const key = subjectKey(subject.type, subject.id);
      const entry = (await this.history.newestBy(principal.personId, [key])).get(key);
      return entry ? receiptOf(entry) : null;
    }
  }
  return ReceiptResolver;
}

export function receiptOf({ leafIndex, leafHash, canonical }: LoggedEntry): AuditReceiptType {
  return Object.assign(new AuditReceiptType(), {
    leaf: leafIndex,
    leafIndex: leafIndex.toString(),
    leafHash: leafHash.toString('hex'),
    entry: canonical,
  });
}
