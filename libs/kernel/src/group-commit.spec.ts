import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GroupCommit, type GroupCommitOptions } from './group-commit.js';

interface Writing {
  readonly items: readonly number[];
  readonly done: () => void;
  readonly fail: (error: Error) => void;
}

describe('GroupCommit', () => {
  let writes: Writing[];
  beforeEach(() => {
    writes = [];
  });

  const commit = (over: Partial<GroupCommitOptions> = {}) =>
    new GroupCommit<number>(
      { maxBatch: 3, writers: 1, maxWaiting: 100, ...over },
      (items) => new Promise<void>((done, fail) => writes.push({ items, done, fail })),
    );
  const batches = () => writes.map(({ items }) => items);
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('writes a lone item at once', async () => {
    const added = commit().add(1);
    await settled();
    expect(batches()).toEqual([[1]]);
    writes[0]!.done();
    await added;
  });

  it('resolves only when the batch is written', async () => {
    let resolved = false;
    void commit()
      .add(1)
      .then(() => (resolved = true));
    await settled();
    expect(resolved).toBe(false);
    writes[0]!.done();
    await settled();
    expect(resolved).toBe(true);
  });

  it('puts what arrives in one turn into one batch, in order, and no more than a batch holds', async () => {
    const group = commit();
    for (const item of [1, 2, 3, 4, 5, 6, 7]) void group.add(item);
    await settled();
    expect(batches()).toEqual([[1, 2, 3]]);
    writes[0]!.done();
    await settled();
    writes[1]!.done();
    await settled();
    expect(batches()).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });

  it('collects what arrives while a write is under way', async () => {
    const group = commit();
    void group.add(1);
    await settled();
    void group.add(2);
    await settled();
    void group.add(3);
    await settled();
    expect(batches()).toEqual([[1]]);
    writes[0]!.done();
    await settled();
    expect(batches()).toEqual([[1], [2, 3]]);
  });

  it('starts a further writer for a full batch only, and never more than allowed', async () => {
    const group = commit({ writers: 2 });
    void group.add(1);
    await settled();
    void group.add(2);
    void group.add(3);
    await settled();
    expect(batches()).toEqual([[1]]);
    for (const item of [4, 5, 6, 7, 8]) void group.add(item);
    await settled();
    expect(batches()).toEqual([[1], [2, 3, 4]]);
    writes[1]!.done();
    await settled();
    expect(batches()).toEqual([[1], [2, 3, 4], [5, 6, 7]]);
    writes[0]!.done();
    writes[2]!.done();
    await settled();
    expect(batches()).toEqual([[1], [2, 3, 4], [5, 6, 7], [8]]);
  });

  it('shares a burst out among the writers, each with a full batch', async () => {
    const group = commit({ writers: 3 });
    for (let item = 1; item <= 8; item += 1) void group.add(item);
    await settled();
    expect(batches()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    void group.add(9); // now the third is full
    await settled();
    expect(batches().at(-1)).toEqual([7, 8, 9]);
  });

  describe('that lingers', () => {
    let lingered: (() => void)[];
    beforeEach(() => {
      lingered = [];
    });
    const linger = () => new Promise<void>((over) => lingered.push(over));
    const addAll = (group: GroupCommit<number>, items: readonly number[]) => items.map((item) => group.add(item));

    /** A group whose last write carried `items`. */
    const after = async (items: readonly number[]) => {
      const group = commit({ maxBatch: 4, linger });
      void addAll(group, items);
      await settled();
      expect(lingered).toHaveLength(0); // nothing has said yet that more are coming
      writes[0]!.done();
      await settled();
      return group;
    };

    it('waits for company after a write of several items', async () => {
      const group = await after([1, 2, 3]);
      void group.add(4);
      await settled();
      void group.add(5);
      await settled();
      expect([batches(), lingered.length]).toEqual([[[1, 2, 3]], 1]);
      lingered[0]!();
      await settled();
      expect(batches().at(-1)).toEqual([4, 5]);
    });

    it('does not wait after a write of few items', async () => {
      void (await after([1, 2])).add(3);
      await settled();
      expect([batches().at(-1), lingered.length]).toEqual([[3], 0]);
    });

    it('does not wait when a full batch is there', async () => {
      const group = commit({ maxBatch: 4, linger });
      void addAll(group, [1, 2, 3, 4]);
      await settled();
      void addAll(group, [5, 6, 7, 8]);
      writes[0]!.done();
      await settled();
      expect([batches().at(-1), lingered.length]).toEqual([[5, 6, 7, 8], 0]);
    });

    it('is drained only when what lingered is written', async () => {
      const group = await after([1, 2, 3]);
      void group.add(4);
      let drained = false;
      void group.drained().then(() => (drained = true));
      await settled();
      lingered[0]!();
      await settled();
      expect(drained).toBe(false);
      writes[1]!.done();
      await settled();
      expect(drained).toBe(true);
    });
  });

  it('refuses the items of a failed batch alone, with what the write threw', async () => {
    const group = commit();
    const results = Promise.allSettled([1, 2, 3, 4].map((item) => group.add(item)));
    await settled();
    writes[0]!.fail(new Error('down'));
    await settled();
    writes[1]!.done();
    expect(await results).toMatchObject([
      { status: 'rejected', reason: { message: 'down' } },
      { status: 'rejected', reason: { message: 'down' } },
      { status: 'rejected', reason: { message: 'down' } },
      { status: 'fulfilled' },
    ]);
  });

  it('survives a write that throws before it begins', async () => {
    let calls = 0;
    const group = new GroupCommit<number>({ maxBatch: 1, writers: 1, maxWaiting: 9 }, () => {
      calls += 1;
      if (calls === 1) throw new Error('at once');
      return Promise.resolve();
    });
    await expect(group.add(1)).rejects.toThrow('at once');
    await group.add(2);
    expect(calls).toBe(2);
  });

  it('refuses what is more than may wait, and takes items again when there is room', async () => {
    const group = commit({ maxBatch: 1, maxWaiting: 2 });
    void group.add(1);
    await settled();
    void group.add(2);
    void group.add(3);
    await expect(group.add(4)).rejects.toMatchObject({
      code: 'service_unavailable',
      facts: { retryAfterSeconds: 1 },
    });
    writes[0]!.done();
    await settled();
    void group.add(5);
    for (const index of [1, 2]) {
      writes[index]!.done();
      await settled();
    }
    expect(batches()).toEqual([[1], [2], [3], [5]]);
  });

  it('is drained when nothing waits and no write is under way', async () => {
    const group = commit();
    await group.drained();
    for (const item of [1, 2, 3, 4]) group.add(item).catch(() => undefined);
    let drained = 0;
    void group.drained().then(() => (drained += 1));
    void group.drained().then(() => (drained += 1));
    await settled();
    writes[0]!.fail(new Error('down'));
    await settled();
    expect(drained).toBe(0);
    writes[1]!.done();
    await settled();
    expect(drained).toBe(2);
  });

  it('writes every item exactly once, in order for one writer, whatever the arrivals and failures', async () => {
    const arrivals = fc.array(fc.record({ items: fc.integer({ min: 1, max: 6 }), fails: fc.boolean() }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 4 }), async (turns, maxBatch) => {
        const written: number[] = [];
        let call = 0;
        const group = new GroupCommit<number>({ maxBatch, writers: 1, maxWaiting: 1_000 }, async (items) => {
          expect(items.length).toBeLessThanOrEqual(maxBatch);
          written.push(...items);
          if (turns[call++ % turns.length]?.fails) throw new Error('down');
        });
        let next = 0;
        const outcomes: Promise<unknown>[] = [];
        for (const { items } of turns) {
          for (let i = 0; i < items; i += 1) outcomes.push(group.add(next++).catch(() => undefined));
          await Promise.resolve();
        }
        await group.drained();
        await Promise.all(outcomes);
        expect(written).toEqual(Array.from({ length: next }, (_, item) => item));
      }),
    );
  });
});
