import { Injectable } from '@nestjs/common';
import { HistorySubjects } from '#libs/audit/graphql';
import { anyone } from '#platform/graphql';
import { RoleGrantLoader } from './role-grants.loaders.js';

/** Of a request all steps are public (G21); named are its candidate and the owner who gives a scope, and nobody who votes, objects or suspends. */
@Injectable()
export class RoleGrantHistory {
  constructor(subjects: HistorySubjects, loader: RoleGrantLoader) {
    subjects.register('rgr', {
      rule: anyone,
      type: 'roleGrant',
      isVisible: async (id, context) => (await loader.load(context, id)) !== null,
      namedActions: ['create', 'submit', 'grantByOwner', 'accept', 'decline', 'withdraw', 'stepDown'],
    });
  }
}
