import { Injectable } from '@nestjs/common';
import { HistorySubjects } from '#libs/audit/graphql';
import { anyone } from '#platform/graphql';
import { MilestoneLoader } from './milestones.loaders.js';

/** Evidence comes from the maintainer, whom the need names. Reviewers are not named. */
@Injectable()
export class MilestoneHistory {
  constructor(subjects: HistorySubjects, loader: MilestoneLoader) {
    subjects.register('mil', {
      rule: anyone,
      type: 'milestone',
      isVisible: async (id, context) => (await loader.load(context, id)) !== null,
      namedActions: ['submit'],
    });
  }
}
