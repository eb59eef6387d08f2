import { Injectable } from '@nestjs/common';
import { HistorySubjects } from '#libs/audit/graphql';
import { anyone } from '#platform/graphql';
import { NeedLoader } from './needs.loaders.js';

/** All that people do to a need is done by its maintainer, whom the need names. */
@Injectable()
export class NeedHistory {
  constructor(subjects: HistorySubjects, loader: NeedLoader) {
    subjects.register('need', {
      rule: anyone,
      type: 'need',
      isVisible: async (id, context) => (await loader.load(context, id)) !== null,
      namedActions: ['create', 'plan', 'setPlan', 'proposePayees', 'publish', 'close', 'cancel'],
    });
  }
}
