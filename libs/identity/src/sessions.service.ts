import { Injectable } from '@nestjs/common';
import { securityNoticeDue } from '#platform/contracts';
import { UnitOfWork } from '#platform/database';
import type { Id, PersonPrincipal } from '#platform/kernel';
import { actorOf } from './access.js';
import { SessionNotFoundError } from './identity.errors.js';
import { SessionsRepository } from './sessions.repository.js';

/** A person looks after the own sessions. Ending takes effect at the next request. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionsRepository,
  ) {}

  async revoke(principal: PersonPrincipal, sessionId: Id<'ses'>): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const ended = await this.sessions.end(tx, { personId: principal.personId, sessionId });
      if (ended === 0) throw new SessionNotFoundError();
    });
  }

  /** Ends all sessions but the one that asks; answers with their number. */
  async revokeOthers(principal: PersonPrincipal): Promise<number> {
    const { personId, sessionId } = principal;
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      const ended = await this.sessions.end(tx, { personId, exceptId: sessionId });
      if (ended > 0) tx.emit(securityNoticeDue, { personId, notice: 'sessions_ended' });
      return ended;
    });
  }
}
