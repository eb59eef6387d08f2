import { Injectable, type OnModuleInit } from '@nestjs/common';
import { adoptionCallAnswered, adoptionCallExpiryDue, maintainershipChanged } from '#platform/contracts';
import { asId } from '#platform/kernel';
import { Consumers } from '#platform/queue';
import { AdoptionEnds } from './adoption-ends.service.js';

@Injectable()
export class AdoptionCallsJobs implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly ends: AdoptionEnds,
  ) {}

  onModuleInit(): void {
    const { consumers, ends } = this;
    consumers.inTransaction('offers.adopt', maintainershipChanged, async (tx, { projectId, hasBegun }) => {
      if (hasBegun) await ends.adopt(tx, asId(projectId));
    });
    consumers.inTransaction('offers.expire-call', adoptionCallExpiryDue, (tx, { callId }) =>
      ends.expire(tx, asId(callId)),
    );
    consumers.inTransaction('offers.tell-caller', adoptionCallAnswered, (tx, { callId }) =>
      ends.tellCaller(tx, asId(callId)),
    );
  }
}
