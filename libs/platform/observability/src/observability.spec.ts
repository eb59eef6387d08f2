import { describe, expect, it } from '@jest/globals';
import { readiness, type HealthCheck } from './health.js';
import { NestLogger, createLogger, currentRequestId, withLogScope, type Logger } from './logger.js';
import { Metrics } from './metrics.js';

const CANARY = 'canary-5c0ffee5';

function recorder(level = 'trace'): { readonly logger: Logger; readonly lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { logger: createLogger({ service: 'test', level, destination }), lines };
}

describe('a line of the log', () => {
  const secrets = {
    authorization: CANARY,
    cookie: CANARY,
    'set-cookie': [CANARY],
    token: CANARY,
    secret: CANARY,
    password: CANARY,
    idempotencyKey: CANARY,
    uploadUrl: CANARY,
    client_secret: CANARY,
  };

  it.each([
    ['at the top', secrets],
    ['one level down', { headers: secrets }],
    ['two levels down', { request: { headers: secrets } }],
    ['in a list', { items: [secrets] }],
    ['in an error', { err: Object.assign(new Error('refused'), secrets, { response: { headers: {}, ...secrets } }) }],
    ['in the body of an error', { err: Object.assign(new Error('refused'), { response: secrets }) }],
  ])('shows no secret that stands %s', (_case, fields) => {
    const { logger, lines } = recorder();
    logger.info({ ...fields, visible: 'seen' }, 'message');
    expect(JSON.stringify(lines)).not.toContain(CANARY);
    expect(JSON.stringify(lines)).toContain('[redacted]');
    expect(lines).toEqual([expect.objectContaining({ visible: 'seen', msg: 'message' })]);
  });

  it.each(Object.keys(secrets))('hides %s by its own name, at each of the first three levels', (name) => {
    const { logger, lines } = recorder();
    logger.info({ [name]: CANARY });
    logger.info({ a: { [name]: CANARY } });
    logger.info({ a: { b: { [name]: CANARY } } });
    logger.child({ [name]: CANARY }).info('by a child');
    expect(lines).toHaveLength(4);
    expect(JSON.stringify(lines)).not.toContain(CANARY);
  });

  it('leaves the objects that were logged as they are', () => {
    const { logger } = recorder();
    const headers = { ...secrets };
    logger.info({ headers });
    expect(headers).toEqual(secrets);
  });

  it('carries the service, an instant, and the ids of the request or job in which it was written', async () => {
    const { logger, lines } = recorder();
    const write = async (text: string) => {
      await new Promise((resolve) => setImmediate(resolve));
      logger.info(text);
      return currentRequestId();
    };
    const ids = await Promise.all([
      withLogScope({ requestId: 'req-1' }, () => write('one')),
      withLogScope({ requestId: 'req-2' }, () => write('two')),
      withLogScope({ jobId: 'job-1' }, () => write('three')),
      write('four'),
    ]);
    expect(ids).toEqual(['req-1', 'req-2', undefined, undefined]);
    const byText = Object.fromEntries(lines.map((line) => [line.msg, line]));
    expect(byText.one).toMatchObject({ service: 'test', requestId: 'req-1' });
    expect(byText.two).toMatchObject({ requestId: 'req-2' });
    expect(byText.three).toMatchObject({ jobId: 'job-1' });
    expect(byText.three).not.toHaveProperty('requestId');
    expect(byText.four).not.toHaveProperty('requestId');
    expect(byText.one!.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('is left out below the least severity that is logged', () => {
    const { logger, lines } = recorder('warn');
    logger.info('quiet');
    logger.warn('loud');
    expect(lines.map((line) => line.msg)).toEqual(['loud']);
  });

  it("of Nest keeps its severity, and an error's type and stack", () => {
    const { logger, lines } = recorder();
    const nest = new NestLogger(logger);
    nest.log('started', 'Context');
    nest.warn('careful', 'Context');
    nest.error(new Error('broken'), 'Context');
    nest.error('plain', 'Context');
    expect(lines.map((line) => [line.level, line.msg])).toEqual([
      [20, 'started'],
      [40, 'careful'],
      [50, 'Error: broken'],
      [50, 'plain'],
    ]);
    expect(lines[2]!.err).toMatchObject({ type: 'Error', message: 'broken', stack: expect.any(String) });
  });
});

describe('readiness', () => {
  const answering = (name: string, required: boolean, check: () => Promise<void>): HealthCheck => ({
    name,
    required,
    check,
  });
  const good = () => Promise.resolve();
  const bad = () => Promise.reject(new Error(CANARY));
  const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 500).unref());
  const throwing = () => {
    throw new Error(CANARY);
  };

  it.each([
    ['ready', 'every dependency answers', good, good],
    ['degraded', 'one that is not required fails', good, bad],
    ['unavailable', 'one that is required fails', bad, good],
    ['unavailable', 'both fail', bad, bad],
    ['degraded', 'one that is not required does not answer in time', good, slow],
    ['unavailable', 'one that is required does not answer in time', slow, good],
    ['unavailable', 'one that is required throws at once', throwing, good],
  ])('is %s when %s', async (status, _case, required, optional) => {
    const checks = [answering('database', true, required), answering('redis', false, optional)];
    const answer = await readiness(checks, 60);
    expect(answer).toEqual({
      status,
      checks: { database: required === good ? 'ok' : 'failed', redis: optional === good ? 'ok' : 'failed' },
    });
    expect(JSON.stringify(answer)).not.toContain(CANARY);
  });

  it('waits no longer than the time that a dependency has, however many are slow', async () => {
    const started = performance.now();
    await readiness(
      Array.from({ length: 20 }, (_, index) => answering(String(index), false, slow)),
      60,
    );
    expect(performance.now() - started).toBeLessThan(400);
  });

  it('asks a check as the method that it is', async () => {
    class Dependency implements HealthCheck {
      readonly name = 'dependency';
      readonly required = true;
      private readonly answer = Promise.resolve();
      check(): Promise<void> {
        return this.answer;
      }
    }
    expect((await readiness([new Dependency()])).status).toBe('ready');
  });
});

describe('metrics', () => {
  it('are shown in the text format, and one process may have several registries', async () => {
    const first = new Metrics();
    const second = new Metrics();
    first.outboxDead.set(3);
    first.jobDuration.observe({ topic: 'test.topic', outcome: 'done' }, 0.1);
    expect(await first.text()).toContain('mainstay_outbox_dead_messages 3');
    expect(await first.text()).toMatch(/mainstay_job_duration_seconds_count\{topic="test.topic",outcome="done"\} 1/);
    expect(await second.text()).toContain('mainstay_outbox_dead_messages 0');
    expect(await second.text()).not.toContain('test.topic');
    first.close();
    second.close();
  });
});
