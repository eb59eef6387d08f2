import { Injectable } from '@nestjs/common';
import { isAllowed, type FieldRule, type GraphqlContext } from '#platform/graphql';
import { asId, parseId, prefixOf, type IdPrefix } from '#platform/kernel';
import { subjectKey } from '../audit-log.js';

/** How the history of one kind of object is read. What is not registered has no history that anybody could read. */
export interface HistorySubject {
  /** The name in entries, such as `pledge`. */
  readonly type: string;
  /** The rule of the field that leads to such an object. */
  readonly rule: FieldRule;
  /** The rule of the object itself; false for "not there" and "not yours". */
  readonly isVisible: (id: string, context: GraphqlContext) => Promise<boolean>;
  /** Actions whose person may be named to all who see the object. */
  readonly namedActions: readonly string[];
}

/** Each context registers its own objects. */
@Injectable()
export class HistorySubjects {
  private readonly subjects = new Map<IdPrefix, HistorySubject>();

  register(prefix: IdPrefix, subject: HistorySubject): void {
    if (this.subjects.has(prefix)) throw new Error(`the history of ${prefix} is registered twice`);
    this.subjects.set(prefix, subject);
  }

  /** The key of the object in the log, if the principal may see the object. */
  async find(
    text: string,
    context: GraphqlContext,
  ): Promise<{ readonly key: string; readonly namedActions: readonly string[] } | null> {
    const prefix = prefixOf(text);
    const subject = prefix === null ? undefined : this.subjects.get(prefix);
    if (prefix === null || !subject) return null;
    if (!isAllowed(subject.rule, context.principal)) return null;
    const id = asId(parseId(prefix, text));
    if (!(await subject.isVisible(id, context))) return null;
    return { key: subjectKey(subject.type, id), namedActions: subject.namedActions };
  }
}
