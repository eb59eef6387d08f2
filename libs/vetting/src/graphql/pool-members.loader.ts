import { Injectable } from '@nestjs/common';
import { RequestLoader } from '#platform/graphql';
import { PoolMembersQueries, type PoolMemberRow } from '../pool/pool-members.queries.js';

/** Members of the pool by id, for everybody. */
@Injectable()
export class PoolMemberLoader extends RequestLoader<PoolMemberRow> {
  constructor(private readonly queries: PoolMembersQueries) {
    super();
  }

  protected async batch(keys: readonly string[]): Promise<ReadonlyMap<string, PoolMemberRow>> {
    return new Map((await this.queries.byIds(keys)).map((row) => [row.id, row]));
  }
}
