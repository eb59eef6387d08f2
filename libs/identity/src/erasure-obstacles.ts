import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';

/** What others would lose if the person were gone now. Each has a text of its own, `identity.erasure.<obstacle>`. */
export const ERASURE_OBSTACLES = ['last_admin', 'open_need', 'open_review', 'money_owed', 'operator_right'] as const;
export type ErasureObstacle = (typeof ERASURE_OBSTACLES)[number];

type Check = (tx: Tx, personId: Id<'usr'>) => Promise<boolean>;

/** Each context says what may stand in the way of an erasure; identity knows of no needs and no money. */
@Injectable()
export class ErasureObstacles {
  private readonly checks = new Map<ErasureObstacle, Check>();

  constructor() {
    this.register('last_admin', isLastAdmin);
  }

  register(obstacle: ErasureObstacle, isThere: Check): void {
    this.checks.set(obstacle, isThere);
  }

  /** @throws Error when a context that has to be asked is missing: an erasure cannot be taken back */
  async of(tx: Tx, personId: Id<'usr'>): Promise<ErasureObstacle[]> {
    const found: ErasureObstacle[] = [];
    for (const obstacle of ERASURE_OBSTACLES) {
      const check = this.checks.get(obstacle);
      if (!check) throw new Error(`nobody says whether ${obstacle} stands in the way`);
      if (await check(tx, personId)) found.push(obstacle);
    }
    return found;
  }
}

async function isLastAdmin(tx: Tx, personId: Id<'usr'>): Promise<boolean> {
  const rows = await tx.manager.query<unknown[]>(
    `SELECT 1 FROM membership_role mine WHERE mine.person_id = $1 AND mine.role = 'admin'
        AND NOT EXISTS (SELECT 1 FROM membership_role other
                         WHERE other.organisation_id = mine.organisation_id AND other.role = 'admin' AND other.person_id <> mine.person_id) LIMIT 1`,
    [personId],
  );
  return rows.length === 1;
}
