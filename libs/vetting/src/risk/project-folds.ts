import { Injectable } from '@nestjs/common';
import type { Tier } from '../policy/scopes.js';
import type { ProjectFold } from './project-fold.js';

/** A fold with what it was made from. */
export interface KnownFold {
  readonly fold: ProjectFold;
  readonly tier: Tier;
  /** Which names were one person's. */
  readonly links: string;
  /** How many events it has read, and the number of the last one that was stored. */
  readonly count: number;
  readonly through: number;
  /** How many signals were stored after it. */
  readonly signals: number;
}

/** Busy projects stay; a process keeps no more than this. */
const MOST_FOLDS = 50;

/**
 * Folds of projects that this process has read, so that one more event costs that event. What is kept is compared with what is
 * stored before it is used, and nothing depends on it being there.
 */
@Injectable()
export class ProjectFolds {
  readonly #folds = new Map<string, KnownFold>();

  /** Whoever takes a fold puts it back when it is right again: one of a transaction that failed is gone. */
  take(projectId: string): KnownFold | null {
    const known = this.#folds.get(projectId) ?? null;
    this.#folds.delete(projectId);
    return known;
  }

  put(projectId: string, known: KnownFold): void {
    this.#folds.set(projectId, known);
    const [oldest] = this.#folds.keys();
    if (this.#folds.size > MOST_FOLDS && oldest !== undefined) this.#folds.delete(oldest);
  }
}
