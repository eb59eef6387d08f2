import { Injectable } from '@nestjs/common';
import { actorOf, personOf } from '#libs/identity';
import { signalsChanged } from '#platform/contracts';
import { UnitOfWork, isDatabaseError, type Tx } from '#platform/database';
import { newId, type Id, type Principal } from '#platform/kernel';
import { ContestNotFoundError, OwnProjectError, SignalContestedError, SignalNotFoundError } from '../catalog.errors.js';
import { MAINTAINS } from '../catalog.queries.js';
import { ClaimsService } from '../claims.service.js';
import { SignalContest } from './signal-contest.entity.js';
import { SIGNAL_CONTEST, type SignalContestAction } from './signal-contest.states.js';

const UNIQUE_VIOLATION = '23505';

export interface NewContest {
  readonly projectId: Id<'prj'>;
  readonly signal: string;
  /** `type/namespace/name`; null for a figure about the whole project. */
  readonly packageKey: string | null;
  /** Why the figure is wrong; everybody who sees the figure reads it. */
  readonly note: string;
}

interface Figure {
  readonly value: number;
  readonly source: string;
  readonly observedAt: Date;
}

/** Maintainers see the same figures as everybody, and may say that one is wrong. */
@Injectable()
export class SignalContests {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: ClaimsService,
  ) {}

  async contest(principal: Principal, { note, ...about }: NewContest): Promise<Id<'sct'>> {
    const contestedBy = personOf(principal);
    return this.unitOfWork.run(actorOf(principal), async (tx) => {
      await this.claims.assertStillMaintains(tx, contestedBy, about.projectId);
      const figure = await figureOf(tx, about);
      const id = newId<'sct'>();
      await refusingSecond(() =>
        tx.manager.insert(SignalContest, {
          ...about,
          ...figure,
          ...{ id, note, contestedBy, contestedAt: tx.now, status: SIGNAL_CONTEST.initial, version: 1 },
          ...{ answer: null, decidedBy: null, decidedAt: null },
        }),
      );
      tx.audit('signal_contest', id, 'open', {
        projectId: about.projectId,
        signal: about.signal,
        packageKey: about.packageKey,
      });
      return id;
    });
  }

  /** Takes it back; any maintainer of the project may. */
  async withdraw(principal: Principal, id: Id<'sct'>): Promise<void> {
    await this.change(principal, id, 'withdraw', async (tx, contest) => {
      const maintains = await tx.manager.query<unknown[]>(MAINTAINS, [personOf(principal), contest.projectId]);
      if (maintains.length === 0) throw new ContestNotFoundError();
    });
  }

  /** An operator decides, with an answer that both sides read. Who has a part in the project does not. */
  async decide(
    principal: Principal,
    id: Id<'sct'>,
    { isUpheld, answer }: { readonly isUpheld: boolean; readonly answer: string },
  ): Promise<void> {
    const decidedBy = personOf(principal);
    await this.change(principal, id, isUpheld ? 'uphold' : 'dismiss', async (tx, contest) => {
      const maintains = await tx.manager.query<unknown[]>(MAINTAINS, [decidedBy, contest.projectId]);
      if (maintains.length > 0 || contest.contestedBy === decidedBy) throw new OwnProjectError();
      Object.assign(contest, { answer, decidedBy, decidedAt: tx.now });
    });
  }

  private async change(
    principal: Principal,
    id: Id<'sct'>,
    action: SignalContestAction,
    decide: (tx: Tx, contest: SignalContest) => Promise<void>,
  ): Promise<void> {
    await this.unitOfWork.run(actorOf(principal), async (tx) => {
      const contest = await tx.manager.findOne(SignalContest, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (contest === null) throw new ContestNotFoundError();
      await decide(tx, contest);
      const change = contest.apply(action);
      const { status, answer, decidedBy, decidedAt, version } = contest;
      await tx.manager.update(
        SignalContest,
        { id, version },
        { status, answer, decidedBy, decidedAt, version: version + 1 },
      );
      tx.audit('signal_contest', id, action, change);
      tx.emit(signalsChanged, {});
    });
  }
}

async function figureOf(tx: Tx, { projectId, signal, packageKey }: Omit<NewContest, 'note'>): Promise<Figure> {
  const rows = await tx.manager.query<Figure[]>(
    `SELECT value, source, observed_at AS "observedAt" FROM project_signal WHERE project_id = $1 AND signal = $2 AND $3::text IS NULL
      UNION ALL
     SELECT known.value, known.source, known.observed_at FROM package_signal known JOIN package USING (purl_key)
      WHERE package.project_id = $1 AND known.signal = $2 AND known.purl_key = $3`,
    [projectId, signal, packageKey],
  );
  if (rows[0] === undefined) throw new SignalNotFoundError();
  return rows[0];
}

async function refusingSecond<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (isDatabaseError(error, [UNIQUE_VIOLATION])) throw new SignalContestedError();
    throw error;
  }
}
