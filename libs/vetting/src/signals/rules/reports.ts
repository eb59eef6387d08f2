import type { EventOf } from '../../events/project-event.js';
import { MOST_EVIDENCE } from '../recent.js';
import { signalRule } from '../signal.js';

export const S25 = signalRule({
  id: 'S25',
  name: 'anomalies reported independently',
  family: 'X',
  reads: ['anomalyReport'],
  benign: 'ordinary bugs',
  start({ policy, history }) {
    const { reports, points } = policy.signals.S25;
    const byRelease = new Map<string, Map<string, EventOf<'anomalyReport'>>>();
    return (event) => {
      const own = byRelease.get(event.release) ?? new Map<string, EventOf<'anomalyReport'>>();
      byRelease.set(event.release, own);
      own.set(history.personOf(event.reporter), event);
      return own.size >= reports
        ? { subject: event.release, points, evidence: [...own.values()].slice(-MOST_EVIDENCE) }
        : null;
    };
  },
});
