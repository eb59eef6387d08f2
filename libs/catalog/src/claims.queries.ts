import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { startOf, toPage, type Page, type PageRequest } from '#platform/database';
import type { Id } from '#platform/kernel';
import { Claim } from './claim.entity.js';

/** Lists of claims. Who may read one is asked before. */
@Injectable()
export class ClaimsQueries {
  constructor(private readonly dataSource: DataSource) {}

  async claim(id: Id<'clm'>): Promise<Claim | null> {
    return this.dataSource.manager.findOne(Claim, { where: { id } });
  }

  /** Everything that a person claimed, newest first. */
  ofPerson(personId: Id<'usr'>, page: PageRequest): Promise<Page<Claim>> {
    return this.page('claim.person_id = :id', { id: personId }, page);
  }

  /** What was proved about a project, newest first. A claim that was not is between the claimant and us. */
  ofProject(projectId: Id<'prj'>, page: PageRequest): Promise<Page<Claim>> {
    return this.page('claim.project_id = :id AND claim.proved_at IS NOT NULL', { id: projectId }, page);
  }

  /** What waits for an operator, newest first. */
  contested(page: PageRequest): Promise<Page<Claim>> {
    return this.page(`claim.status = 'contested'`, {}, page);
  }

  private async page(condition: string, parameters: Readonly<Record<string, unknown>>, page: PageRequest) {
    const [openedAt, id] = startOf(page, ['instant', 'uuid']);
    const query = this.dataSource.manager.createQueryBuilder(Claim, 'claim').where(condition, parameters);
    if (id != null)
      query.andWhere('(claim.opened_at, claim.id) < (:openedAt::timestamptz, :after::uuid)', { openedAt, after: id });
    const rows = await query
      .orderBy('claim.openedAt', 'DESC')
      .addOrderBy('claim.id', 'DESC')
      .limit(page.first + 1)
      .getMany();
    return toPage(rows, page.first, (claim) => [claim.openedAt.toISOString(), claim.id]);
  }
}
