import { Injectable } from '@nestjs/common';
import { HistorySubjects } from '#libs/audit/graphql';
import { scoped } from '#platform/graphql';
import { PledgeLoader } from './pledges.loaders.js';

/** The history of a pledge is for its organisation, which knows who of its own people acted. A reviewer is not one of them. */
@Injectable()
export class PledgeHistory {
  constructor(subjects: HistorySubjects, loader: PledgeLoader) {
    subjects.register('plg', {
      rule: scoped('pledges:read'),
      type: 'pledge',
      isVisible: async (id, context) => (await loader.load(context, id)) !== null,
      namedActions: ['submit', 'withdraw', 'requestPayment', 'reject'],
    });
  }
}
