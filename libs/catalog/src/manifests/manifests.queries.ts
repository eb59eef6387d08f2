import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Id } from '#platform/kernel';
import { StoredManifest } from './stored-manifest.entity.js';

const IS_MAINTAINER =
  'EXISTS (SELECT 1 FROM project_maintainer WHERE person_id = :personId AND project_id = manifest.project_id)';

@Injectable()
export class ManifestsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** What everybody sees of the projects, and what only their maintainers see, if the person is one. */
  async visible(projectIds: readonly string[], personId: Id<'usr'> | null): Promise<StoredManifest[]> {
    return this.dataSource.manager
      .createQueryBuilder(StoredManifest, 'manifest')
      .where('manifest.project_id = ANY(:projectIds)', { projectIds })
      .andWhere(`(manifest.status = 'published' OR (manifest.status = 'draft' AND ${IS_MAINTAINER}))`, { personId })
      .orderBy('manifest.kind')
      .addOrderBy('manifest.status')
      .getMany();
  }

  /** One that a maintainer of its project sees. */
  async ofMaintainer(id: Id<'fmn'>, personId: Id<'usr'>): Promise<StoredManifest | null> {
    return this.dataSource.manager
      .createQueryBuilder(StoredManifest, 'manifest')
      .where('manifest.id = :id', { id })
      .andWhere(IS_MAINTAINER, { personId })
      .getOne();
  }
}
