// Stands for @jest/globals in the copies that mutants run in: the few functions that specs of pure libraries use, which
// only collect. `run-specs.ts` then runs the tests in any order.
import { format } from 'node:util';
import { expect } from 'expect';

type Body = (...values: unknown[]) => unknown;

export interface CollectedTest {
  readonly name: string;
  run(): Promise<void>;
}

interface Group {
  readonly name: string;
  readonly before: readonly Body[];
  readonly after: readonly Body[];
}

let group: { name: string; before: Body[]; after: Body[]; outer: Group[] } = {
  name: '',
  before: [],
  after: [],
  outer: [],
};
let tests: CollectedTest[] = [];

/** The tests that were declared since the last call. */
export function collected(): readonly CollectedTest[] {
  const taken = tests;
  tests = [];
  return taken;
}

function declare(name: string, body: Body, values: readonly unknown[] = []): void {
  const groups: readonly Group[] = [...group.outer, group];
  tests.push({
    name: [...groups.map((each) => each.name), name].join(' ').trim(),
    async run() {
      for (const each of groups) for (const before of each.before) await before();
      try {
        await body(...values);
      } finally {
        for (const each of groups.toReversed()) for (const after of each.after) await after();
      }
    },
  });
}

function within(name: string, body: Body, values: readonly unknown[] = []): void {
  const outer = group;
  group = { name, before: [], after: [], outer: [...outer.outer, outer] };
  body(...values);
  group = outer;
}

const each =
  (declaring: typeof declare) =>
  (table: readonly unknown[]) =>
  (name: string, body: Body): void => {
    for (const row of table) {
      const values: readonly unknown[] = Array.isArray(row) ? row : [row];
      declaring(format(name, ...values), body, values);
    }
  };

export const describe = Object.assign((name: string, body: Body) => within(name, body), { each: each(within) });
export const it = Object.assign((name: string, body: Body) => declare(name, body), { each: each(declare) });
export const beforeEach = (body: Body): void => void group.before.push(body);
export const afterEach = (body: Body): void => void group.after.push(body);

export { expect };
