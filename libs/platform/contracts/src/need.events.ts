import { topic } from './topic.js';

/** A need asks in public from now on. `kind` is one of NEED_KINDS; all ids are inside ids. */
export const needPublished = topic<{ needId: string; projectId: string; kind: string }>('needs.published', 1);

/** Somebody is asked to be paid for a need; `payee` is an outside id. */
export const payeeProposed = topic<{ needId: string; payee: string; title: string }>('needs.payee_proposed', 1);

/** A need was published or ended, or what is promised to it or has arrived is another sum. */
export const needChanged = topic<{ needId: string; projectId: string }>('needs.changed', 1);
