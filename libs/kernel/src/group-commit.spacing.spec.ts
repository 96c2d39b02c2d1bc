import { beforeEach, describe, expect, it } from '@jest/globals';
import { GroupCommit } from './group-commit.js';

describe('GroupCommit that spaces its writes', () => {
  let writes: { readonly items: readonly number[]; readonly done: () => void }[];
  let spaces: (() => void)[];
  beforeEach(() => {
    writes = [];
    spaces = [];
  });

  /** In batches of three. */
  const commit = (writers = 1) =>
    new GroupCommit<number>(
      { maxBatch: 3, writers, maxWaiting: 100, spacing: () => new Promise<void>((over) => spaces.push(over)) },
      (items) => new Promise<void>((done) => writes.push({ items, done })),
    );
  const batches = () => writes.map(({ items }) => items);
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('writes a lone item at once, and those after it together when the space is over', async () => {
    const group = commit();
    void group.add(1);
    await settled();
    writes[0]!.done();
    await settled();
    void group.add(2);
    await settled();
    void group.add(3);
    await settled();
    expect(batches()).toEqual([[1]]);
    spaces[0]!();
    await settled();
    expect(batches()).toEqual([[1], [2, 3]]);
  });

  it('writes a lone item at once again when nothing came in the space', async () => {
    const group = commit();
    void group.add(1);
    await settled();
    writes[0]!.done();
    spaces[0]!();
    await settled();
    void group.add(2);
    await settled();
    expect(batches()).toEqual([[1], [2]]);
  });

  it('waits for the write before it as well', async () => {
    const group = commit();
    void group.add(1);
    await settled();
    void group.add(2);
    spaces[0]!();
    await settled();
    expect(batches()).toEqual([[1]]);
    writes[0]!.done();
    await settled();
    expect(batches()).toEqual([[1], [2]]);
  });

  it('keeps no full batch back', async () => {
    const group = commit();
    for (const item of [1, 2, 3, 4, 5, 6]) void group.add(item);
    await settled();
    writes[0]!.done();
    await settled();
    expect(batches()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it('counts from the last of two writes', async () => {
    const group = commit(2);
    for (const item of [1, 2, 3, 4, 5, 6]) void group.add(item);
    await settled();
    expect(batches()).toHaveLength(2);
    for (const { done } of writes) done();
    spaces[0]!();
    await settled();
    void group.add(7);
    await settled();
    expect(batches()).toHaveLength(2);
    spaces[1]!();
    await settled();
    expect(batches().at(-1)).toEqual([7]);
  });

  it('is drained when what was kept back is written', async () => {
    const group = commit();
    void group.add(1);
    await settled();
    writes[0]!.done();
    void group.add(2);
    let drained = false;
    void group.drained().then(() => (drained = true));
    await settled();
    expect(drained).toBe(false);
    spaces[0]!();
    await settled();
    writes[1]!.done();
    await settled();
    expect(drained).toBe(true);
  });
});
