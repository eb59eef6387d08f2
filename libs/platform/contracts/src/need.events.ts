import { topic } from './topic.js';

/** Somebody is asked to be paid for a need; `payee` is an outside id. */
export const payeeProposed = topic<{ needId: string; payee: string; title: string }>('needs.payee_proposed', 1);
