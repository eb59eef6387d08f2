import { existsSync, readFileSync } from 'node:fs';

/**
 * The most memory that this process ever had, in kB. On Linux what `getrusage` tells begins with the parent's, which may be far
 * larger, so that growth would not show.
 */
export function peakKb() {
  const status = '/proc/self/status';
  if (!existsSync(status)) return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))[1]);
}
