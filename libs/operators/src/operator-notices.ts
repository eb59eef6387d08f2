import { operatorNoticeDue, type OperatorNotice } from '#platform/contracts';
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
