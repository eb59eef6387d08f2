/** What one dependency answered: `required` ones make the process not ready, others only degrade it. */
export interface HealthCheck {
  readonly name: string;
  readonly required: boolean;
  check(): Promise<void>;
}

export interface Readiness {
  readonly status: 'ready' | 'degraded' | 'unavailable';
  readonly checks: Readonly<Record<string, 'ok' | 'failed'>>;
}

/** Asks every dependency at once; each has `timeoutMs` to answer. Causes are not shown, since anybody may ask. */
export async function readiness(checks: readonly HealthCheck[], timeoutMs = 2_000): Promise<Readiness> {
  const answers = await Promise.all(
    checks.map(async (dependency) => {
      const ok = await Promise.race([ask(dependency), rejectAfter(timeoutMs)]).catch(() => false);
      return { name: dependency.name, required: dependency.required, ok };
    }),
  );
  const failed = answers.filter((answer) => !answer.ok);
  return {
    status: failed.some((answer) => answer.required) ? 'unavailable' : failed.length > 0 ? 'degraded' : 'ready',
    checks: Object.fromEntries(answers.map(({ name, ok }) => [name, ok ? 'ok' : 'failed'])),
  };
}

/** A check that throws before it returns a promise has failed like any other. */
async function ask(dependency: HealthCheck): Promise<true> {
  await dependency.check();
  return true;
}

function rejectAfter(timeoutMs: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => {
      reject(new Error('no answer in time'));
    }, timeoutMs).unref();
  });
}
