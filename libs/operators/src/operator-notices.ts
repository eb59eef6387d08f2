import { operatorNoticeDue, type FinanceNotice, type OperatorNotice } from '#platform/contracts';
import type { Tx } from '#platform/database';
import type { Id, OperatorRight } from '#platform/kernel';
import { operatorsAt } from './operator-grants.repository.js';

export interface NoticeFacts {
  readonly notice: OperatorNotice;
  readonly right: OperatorRight;
  /** Outside id of what it is about. */
  readonly subjectId: string;
}

/** Tells every operator, and the person whose right it is: nobody's rights change in silence. */
export async function tellOperators(tx: Tx, personId: Id<'usr'>, facts: NoticeFacts): Promise<void> {
  for (const reader of new Set([personId, ...(await operatorsAt(tx))]))
    tx.emit(operatorNoticeDue, { personId: reader, ...facts });
}

/** Tells the finance operators that something about money needs a person, but not whoever did it. */
export async function tellFinance(
  tx: Tx,
  { notice, subjectId, by }: { readonly notice: FinanceNotice; readonly subjectId: string; readonly by: string | null },
): Promise<void> {
  const right = 'finance_operator';
  for (const personId of await operatorsAt(tx, right))
    if (personId !== by) tx.emit(operatorNoticeDue, { personId, notice, right, subjectId });
}

/** Tells the administrators of operators that something about people needs one of them. */
export async function tellAdministrators(tx: Tx, facts: Omit<NoticeFacts, 'right'>): Promise<void> {
  const right = 'operator_admin';
  for (const personId of await operatorsAt(tx, right)) tx.emit(operatorNoticeDue, { personId, right, ...facts });
}
