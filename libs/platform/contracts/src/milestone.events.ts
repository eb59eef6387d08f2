import { topic, type MoneyPayload } from './topic.js';

/** An accepted milestone released money; one part for each pledge that funded it. `net` is what the recipient gets. */
export const milestoneReleased = topic<{
  milestoneId: string;
  needId: string;
  recipientPersonId: string;
  parts: readonly { pledgeId: string; gross: MoneyPayload; net: MoneyPayload }[];
}>('milestones.released', 1);

/** A reviewer has decided on a milestone of this recipient. */
export const milestoneDecided = topic<{
  milestoneId: string;
  recipientPersonId: string;
  title: string;
  decision: 'accepted' | 'changes_requested';
}>('milestones.decided', 1);
