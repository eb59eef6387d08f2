import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Gathered } from './gathered.js';

/** Answers with the double of each key, once it is allowed to. */
function doubles() {
  const asked: (readonly number[])[] = [];
  const open: ((error?: Error) => void)[] = [];
  const gathered = new Gathered<number, number>(async (keys) => {
    asked.push([...keys]);
    await new Promise<void>((resolve, reject) => {
      open.push((error) => {
        if (error) reject(error);
        else resolve();
      });
    });
    return keys.map((key) => key * 2);
  });
  return { gathered, asked, answer: (error?: Error) => open.shift()!(error) };
}

describe('questions of requests at once', () => {
  it('wait for the one that is under way, and are asked for together then', async () => {
    const { gathered, asked, answer } = doubles();
    const first = gathered.of(1);
    await turn();
    const later = [gathered.of(2), gathered.of(3), gathered.of(2)];
    await turn();
    expect(asked).toEqual([[1]]);
    answer();
    expect(await first).toBe(2);
    await turn();
    expect(asked).toEqual([[1], [2, 3, 2]]);
    answer();
    expect(await Promise.all(later)).toEqual([4, 6, 4]);
  });

  it('are asked for again each time, since nothing is remembered', async () => {
    const { gathered, asked, answer } = doubles();
    for (let time = 0; time < 2; time += 1) {
      const value = gathered.of(7);
      await turn();
      answer();
      expect(await value).toBe(14);
    }
    expect(asked).toEqual([[7], [7]]);
  });

  it('fail with the statement that asked for them, and no other does', async () => {
    const { gathered, answer } = doubles();
    const failing = Promise.allSettled([gathered.of(1), gathered.of(2)]);
    await turn();
    const next = gathered.of(3);
    answer(new Error('gone'));
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await turn();
    answer();
    expect(await next).toBe(6);
  });

  it('are a hundred in one statement at most', async () => {
    const { gathered, asked, answer } = doubles();
    const all = Promise.all(Array.from({ length: 150 }, (_, key) => gathered.of(key)));
    await turn();
    answer();
    await turn();
    await turn();
    answer();
    expect((await all).at(-1)).toBe(298);
    expect(asked.map(({ length }) => length)).toEqual([100, 50]);
  });
});
