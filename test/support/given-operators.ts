import { FirstOperator } from '#libs/operators';
import { AuditLog } from '#libs/audit';
import { DAY_MS, addMs, parseId } from '#platform/kernel';
import { key } from './given.js';
import type { Caller, TestApi } from './test-api.js';

export interface GivenOperators {
  /** Made from the machine. */
  readonly first: Caller;
  /** Proposed by the first, with own consent. */
  readonly second: Caller;
  /** Proposed by the first and approved by the second. */
  readonly third: Caller;
}

/** The first administrator of operators, as the command line makes it: with the rights of the database's owner. */
export async function givenFirstOperator(api: TestApi): Promise<Caller> {
  const person = await api.givenPerson(`Oscar ${key()}`);
  await firstOperator(api).create(parseId('usr', person.personId));
  return person;
}

export function firstOperator(api: TestApi): FirstOperator {
  return new FirstOperator(api.database.unitOfWorkAsOwner(new AuditLog(), api.clock));
}

/** Three administrators of operators, so that any two can decide about somebody. */
export async function givenOperators(api: TestApi): Promise<GivenOperators> {
  const first = await givenFirstOperator(api);
  const second = await api.givenPerson(`Olga ${key()}`);
  await givenRight(api, first, second, second, 'OPERATOR_ADMIN');
  const third = await api.givenPerson(`Otto ${key()}`);
  await givenRight(api, first, second, third, 'OPERATOR_ADMIN');
  return { first, second, third };
}

export function proposal(api: TestApi, beneficiary: Pick<Caller, 'personId'>, right: string, days = 90) {
  const expiresAt = addMs(api.clock.now(), days * DAY_MS).toISOString();
  return { personId: beneficiary.personId, right, expiresAt, reason: 'Looks after the books' };
}

export async function givenProposal(
  api: TestApi,
  proposer: Caller,
  beneficiary: Caller,
  right: string,
): Promise<string> {
  const answer = await api.mutate<{ proposal: { id: string } | null }>(
    'proposeOperatorRight',
    'ProposeOperatorRightInput',
    'proposal { id }',
    proposal(api, beneficiary, right),
    proposer,
  );
  if (!answer.proposal) throw new Error(JSON.stringify(answer.userErrors));
  return answer.proposal.id;
}

/** A right that was proposed and approved. */
export async function givenRight(
  api: TestApi,
  proposer: Caller,
  approver: Caller,
  beneficiary: Caller,
  right: string,
): Promise<{ readonly proposalId: string; readonly grantId: string }> {
  const proposalId = await givenProposal(api, proposer, beneficiary, right);
  const { userErrors } = await api.mutate(
    'approveOperatorRight',
    'ApproveOperatorRightInput',
    'proposal { id }',
    { proposalId },
    approver,
  );
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  const answer = await api.gql('{ operatorRights(first: 100) { nodes { id proposalId } } }', {}, beneficiary);
  const { nodes } = answer.data!.operatorRights as { nodes: { id: string; proposalId: string | null }[] };
  return { proposalId, grantId: nodes.find((grant) => grant.proposalId === proposalId)!.id };
}
