import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { Id } from '#platform/kernel';
import { announce } from '../standing/offer-notices.js';
import { StandingOffersRepository } from '../standing/standing-offers.repository.js';
import type { AdoptionCall } from './adoption-call.entity.js';
import { ADOPTION_CALL } from './adoption-call.states.js';
import { AdoptionCallsRepository } from './adoption-calls.repository.js';

/** What happens to calls for adoption without their caller. */
@Injectable()
export class AdoptionEnds {
  constructor(
    private readonly calls: AdoptionCallsRepository,
    private readonly offers: StandingOffersRepository,
  ) {}

  /** Somebody has shown control over the project. A message that comes late, when nobody is left, adopts nothing. */
  async adopt(tx: Tx, projectId: Id<'prj'>): Promise<void> {
    if ((await this.offers.maintainersOf(tx, projectId)).length === 0) return;
    for (const call of await this.calls.lockOpen(tx, projectId)) await this.end(tx, call, 'adopt', 'call_adopted');
  }

  /** The timer: a call that has ended is left alone. */
  async expire(tx: Tx, callId: Id<'adc'>): Promise<void> {
    const call = await this.calls.lock(tx, callId);
    if (!call || !ADOPTION_CALL.transitions.expire.from.includes(call.status)) return;
    await this.end(tx, call, 'expire', 'call_expired');
  }

  async tellCaller(tx: Tx, callId: Id<'adc'>): Promise<void> {
    const call = await this.calls.lock(tx, callId);
    if (call) await this.tell(tx, call, 'call_answered');
  }

  private async end(
    tx: Tx,
    call: AdoptionCall,
    action: 'adopt' | 'expire',
    notice: 'call_adopted' | 'call_expired',
  ): Promise<void> {
    const change = call.apply(action, tx.now);
    await this.calls.save(tx, call);
    tx.audit('adoptionCall', call.id, action, change);
    await this.tell(tx, call, notice);
  }

  private async tell(
    tx: Tx,
    call: AdoptionCall,
    notice: 'call_adopted' | 'call_expired' | 'call_answered',
  ): Promise<void> {
    const organisationId = await this.calls.callerOf(tx, call);
    await announce(tx, { organisationId }, { notice, projectId: call.projectId, amounts: [] });
  }
}
