import { Injectable } from '@nestjs/common';
import { UnitOfWork, clear } from '#platform/database';
import { clearanceOf, type Principal } from '#platform/kernel';
import { actorOf, personOf } from './access.js';
import { PersonNames } from './person-names.js';

export const SIGN_UP_INTENTS = ['give', 'receive', 'run_programme'] as const;
export type SignUpIntent = (typeof SIGN_UP_INTENTS)[number];

export interface SignUp {
  readonly intents: readonly SignUpIntent[];
  readonly displayName: string;
  /** Whether others may see the name. Without a completed sign-up nobody does. */
  readonly isNamed: boolean;
}

/** What somebody came for, and the consent to be named. Both can be changed by the same question again. */
@Injectable()
export class SignUpService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly names: PersonNames,
  ) {}

  async complete(principal: Principal, { intents, displayName, isNamed }: SignUp): Promise<void> {
    const personId = personOf(principal);
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      await clear(tx, clearanceOf(principal));
      await this.names.change(tx, personId, displayName);
      await tx.manager.query(
        `INSERT INTO sign_up (person_id, intents, is_named, completed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id) DO UPDATE SET intents = $2, is_named = $3`,
        [personId, [...new Set(intents)], isNamed, tx.now.toISOString()],
      );
      tx.audit('person', personId, 'completeSignUp', { intents: [...intents], isNamed });
    });
  }
}
