import { Injectable } from '@nestjs/common';
import { HistorySubjects } from '#libs/audit/graphql';
import { scoped } from '#platform/graphql';
import { InKindLoader } from './in-kind.loaders.js';

/** The history of an offer is for its two sides. Who of the other side acted is not theirs to know. */
@Injectable()
export class InKindHistory {
  constructor(subjects: HistorySubjects, loader: InKindLoader) {
    subjects.register('ikc', {
      rule: scoped('pledges:read'),
      type: 'inKindContribution',
      isVisible: async (id, context) => (await loader.load(context, id)) !== null,
      namedActions: [],
    });
  }
}
