import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { connectionFrom, pageOf, type ConnectionValue, type GraphqlContext } from '#platform/graphql';
import { formatId } from '#platform/kernel';
import { AuditQueries } from '../audit.queries.js';
import { shownEntry } from '../entry.rules.js';
import { HistoryQueries, type LoggedEntry } from '../history.queries.js';
import { PublishedLog } from '../published-log.js';
import {
  AuditEventConnection,
  AuditEventType,
  AuditHeadType,
  AuditInclusionType,
  AuditReceiptType,
  ConsistencyArgs,
  HistoryArgs,
} from './audit.types.js';
import { HistorySubjects } from './history-subjects.js';
import { InclusionLoader } from './inclusion.loader.js';
import { receiptOf } from './receipt-field.js';

@Resolver(() => AuditReceiptType)
export class AuditResolver {
  constructor(
    private readonly queries: AuditQueries,
    private readonly published: PublishedLog,
    private readonly historyQueries: HistoryQueries,
    private readonly subjects: HistorySubjects,
    private readonly inclusions: InclusionLoader,
  ) {}

  @Query(() => AuditHeadType, { description: 'Public.' })
  async auditHead(): Promise<AuditHeadType> {
    const { size, root } = await this.queries.head();
    return { size: size.toString(), root };
  }

  @Query(() => [String], {
    nullable: true,
    description:
      'Consistency proof (RFC 9162, 2.1.4) between two published checkpoints, hexadecimal; null when one of them was not published. Public.',
  })
  async auditConsistency(@Args() { older, newer }: ConsistencyArgs): Promise<string[] | null> {
    const hashes = await this.published.consistency(BigInt(older), BigInt(newer));
    return hashes?.map((hash) => hash.toString('hex')) ?? null;
  }

  @Query(() => AuditEventConnection, {
    nullable: true,
    description: 'What happened to an object, oldest first. Null when there is no such object that you may see.',
  })
  async history(
    @Args() args: HistoryArgs,
    @Context() context: GraphqlContext,
  ): Promise<ConnectionValue<AuditEventType> | null> {
    const subject = await this.subjects.find(args.id, context);
    if (!subject) return null;
    const { principal } = context;
    const viewer = principal.kind === 'anonymous' ? null : principal.personId;
    return connectionFrom(await this.historyQueries.of(subject.key, pageOf(args)), (entry) =>
      eventOf(entry, viewer, subject.namedActions),
    );
  }

  @ResolveField(() => AuditInclusionType, {
    nullable: true,
    description: 'Against the newest checkpoint. Null until one covers the leaf, which takes a minute or so.',
  })
  async inclusion(
    @Parent() receipt: AuditReceiptType,
    @Context() context: GraphqlContext,
  ): Promise<AuditInclusionType | null> {
    const inclusion = await this.inclusions.load(context, receipt.leaf.toString());
    if (!inclusion) return null;
    const { checkpoint, treeSize, hashes } = inclusion;
    return { checkpoint, treeSize: treeSize.toString(), hashes: hashes.map((hash) => hash.toString('hex')) };
  }
}

function eventOf(entry: LoggedEntry, viewer: string | null, namedActions: readonly string[]): AuditEventType {
  const { action, at, actorKind, personId, systemName, facts, isReceiptVisible } = shownEntry(
    entry,
    viewer,
    namedActions,
  );
  return {
    action,
    at,
    facts,
    actor: { kind: actorKind, personId: personId === null ? null : formatId('usr', personId), name: systemName },
    receipt: isReceiptVisible ? receiptOf(entry) : null,
  };
}
