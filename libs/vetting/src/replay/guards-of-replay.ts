import { DAY_MS, dayNumber, dayText } from '../events/moment.js';
import type { ProjectEvent } from '../events/project-event.js';
import { isUnderPressure } from '../guards/waiting.js';
import type { SignalInputs } from '../signals/compute-signals.js';
import type { OpenSignals } from '../signals/risk-level.js';
import { askGuards, isGuarded, type RecordedGuard } from './recorded-guards.js';

export interface GuardOfDay extends RecordedGuard {
  readonly date: string;
}

/** Asks the guards in the order of what happened, with what was on record by then. */
export class GuardsOfReplay {
  readonly answers: GuardOfDay[] = [];
  readonly #distressed = new Set<string>();
  #nominatedAt: number | null = null;
  #votedAt: number | null = null;
  #calmSince: number | null = null;
  #isPressed = false;

  constructor(private readonly inputs: SignalInputs) {}

  ask(event: ProjectEvent, open: OpenSignals): void {
    const { links, policy, tier } = this.inputs;
    if (event.kind === 'distress') this.#distressed.add(event.person);
    if (event.kind === 'notice' && event.topic === 'NOMINATION') this.#nominatedAt = event.at.to;
    if (event.kind === 'notice' && event.topic === 'VOTE') this.#votedAt = event.at.to;
    if (!isGuarded(event)) return;
    const record = {
      tier,
      policy,
      links,
      nominatedAt: this.#nominatedAt,
      votedAt: this.#votedAt,
      openRules: [...new Set(open.counted().map(({ rule }) => rule))],
      calmSince: this.#calmSince,
      distressed: [...this.#distressed],
    };
    const date = dayText(dayNumber(event.at.from));
    for (const answer of askGuards(event, record)) this.answers.push({ date, ...answer });
  }

  /** At the end of a day: since when the project is calm. */
  close(day: number, open: OpenSignals): void {
    const isPressed = isUnderPressure(open.counted().map(({ rule }) => rule));
    if (this.#isPressed && !isPressed) this.#calmSince = day * DAY_MS;
    this.#isPressed = isPressed;
  }
}
