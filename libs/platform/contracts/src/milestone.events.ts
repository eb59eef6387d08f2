import { topic, type MoneyPayload } from './topic.js';

/**
 * An accepted milestone released money. Each part is what one payee gets out of one pledge; `payee` is an outside id,
 * `partId` names the part wherever it goes.
 */
export const milestoneReleased = topic<{
  milestoneId: string;
  needId: string;
  parts: readonly { partId: string; pledgeId: string; payee: string; net: MoneyPayload }[];
}>('milestones.released', 1);

/** Work on a milestone starts on another day than was planned. */
export const milestoneMoved = topic<{ milestoneId: string }>('milestones.moved', 1);

/** A reviewer has decided on a milestone of this recipient. */
export const milestoneDecided = topic<{
  milestoneId: string;
  recipientPersonId: string;
  title: string;
  decision: 'accepted' | 'changes_requested';
}>('milestones.decided', 1);
