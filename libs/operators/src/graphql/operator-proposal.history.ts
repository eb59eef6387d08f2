import { Injectable } from '@nestjs/common';
import { HistorySubjects } from '#libs/audit/graphql';
import { ObjectVersions, person } from '#platform/graphql';
import { parseId } from '#platform/kernel';
import { OperatorsQueries } from '../operators.queries.js';
import { OperatorProposalLoader } from './operators.loaders.js';

/** Operators are accountable to each other: whoever sees a proposal sees who proposed and who decided. */
@Injectable()
export class OperatorProposalHistory {
  constructor(
    subjects: HistorySubjects,
    loader: OperatorProposalLoader,
    versions: ObjectVersions,
    queries: OperatorsQueries,
  ) {
    subjects.register('opp', {
      rule: person,
      type: 'operatorProposal',
      isVisible: async (id, context) => (await loader.load(context, id)) !== null,
      namedActions: ['propose', 'approve', 'decline', 'withdraw'],
    });
    versions.register('approveOperatorRight', (input) => queries.versionOf(parseId('opp', String(input.proposalId))));
  }
}
