import { topic } from './topic.js';

/** A project and a fiscal host have something to tell each other. `to` is the outside id of a person or of the host. */
export const hostingNoticeDue = topic<{
  to: string;
  notice: 'applied' | 'accepted' | 'declined' | 'leaving' | 'left';
  project: string;
}>('hosting.notice_due', 1);
