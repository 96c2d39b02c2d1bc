import { setTimeout as pause } from 'node:timers/promises';
import { told, type Finding } from '../finding.js';
import { balanced } from '../world/books.js';
import { Caller, wordsOf, type Answered, type CallOptions } from '../world/caller.js';
import { instant, spent, type Instant } from '../world/core-waits.js';
import type { Wish } from '../world/upstream.js';
import { World } from '../world/world.js';

const AT_ONCE = 32;
const WORDS = 30;
const EVERY_MS = 400;
const LONGEST_MS = 100;
const SETTLED_WITHIN_MS = 20_000;

interface Cut {
  readonly call: string;
  readonly requestId: string | undefined;
  /** Words that reached the caller. */
  readonly received: number;
  /** When the caller left; undefined where the upstream cut. */
  readonly left: Instant | undefined;
}

/** Streams that their caller leaves or that the upstream cuts, after so many words as chance says. */
export async function cuts(quick: boolean): Promise<readonly Finding[]> {
  const count = quick ? 40 : 1_000;
  const world = await World.open(1);
  try {
    const [replica] = world.replicas;
    if (!replica) throw new Error('there is no replica');
    const caller = new Caller(replica.url, world.apiKey);
    const straight = new Caller(world.upstream.url, world.apiKey);
    const watched = [process.pid, replica.pid];
    world.upstream.watched = watched;
    const leftStraight = new Map<string, Instant>();
    const made: Cut[] = [];
    // without a gateway between: what the machine itself takes
    const leaveStraight = async (call: string, leaveAfter: number): Promise<void> => {
      const onLeave = (): void => void leftStraight.set(call, instant(watched));
      await straight.call({ call, words: WORDS, everyMs: EVERY_MS }, { streamed: true, leaveAfter, onLeave });
    };
    // an open breaker refuses at once: such a call was never cut, and is made again
    const insist = async (wish: Wish, options: CallOptions): Promise<Answered> => {
      for (;;) {
        const answered = await caller.call(wish, options);
        if (answered.outcome !== 'refused') return answered;
        await pause(EVERY_MS);
      }
    };
    const cut = async (number: number): Promise<void> => {
      await pause(Math.random() * EVERY_MS);
      const after = 1 + Math.floor(Math.random() * 8);
      const call = String(number);
      const wish = { call, words: WORDS, everyMs: EVERY_MS };
      if (number % 2 === 1) {
        let left: Instant | undefined;
        const options = { streamed: true, leaveAfter: after, onLeave: () => void (left = instant(watched)) };
        const { requestId, body } = await insist(wish, options);
        made.push({ call, requestId, received: wordsOf(body), left });
        if (number % 10 === 1) await leaveStraight(`straight-${call}`, after);
        return;
      }
      const { requestId, body } = await insist({ ...wish, cutAfter: after }, { streamed: true });
      made.push({ call, requestId, received: wordsOf(body), left: undefined });
      // a provider that does nothing but cut would be asked no more
      for (let whole = 0; whole < 3; whole += 1)
        await insist({ call: `whole-${call}-${whole}`, words: 1, everyMs: 0 }, {});
    };
    const numbers = Array.from({ length: count }, (_, number) => number);
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) await cut(number);
      }),
    );
    const billed = await billedWords(world, made);
    const unpaid = made.filter(({ requestId, received }) => (billed.get(requestId ?? '') ?? 0) < received);
    const unbilled = made.filter(({ requestId }) => requestId === undefined || !billed.has(requestId));
    const apart = made.map(({ call, requestId }) =>
      Math.abs((billed.get(requestId ?? '') ?? 0) - (world.upstream.calls.get(call)?.words ?? 0)),
    );
    const farthest = Math.max(...apart);
    const leavers = made.flatMap(({ call, left }) => (left === undefined ? [] : [[call, left] as const]));
    const waits = sinceLeaving(world, leavers, spent);
    const longest = waits.at(-1) ?? Infinity;
    await Promise.all([caller.close(), straight.close()]);
    return [
      told('streams cut by the upstream, and left by their caller', `${count - waits.length}, ${waits.length}`),
      { what: 'cut and not billed', figure: String(unbilled.length), required: '0', met: unbilled.length === 0 },
      {
        what: 'of which the caller had more than was billed',
        figure: String(unpaid.length),
        required: '0',
        met: unpaid.length === 0,
      },
      {
        what: 'chunks between what was sent and what was billed, at most',
        figure: `${farthest} (${apart.filter((words) => words > 0).length} streams differ at all)`,
        required: '<= 1',
        met: farthest <= 1,
      },
      {
        what: 'from the leaving of the caller to the close upstream, ms: p50, p99, longest',
        figure: spread(waits),
        required: quick ? 'none in the quick form' : `<= ${LONGEST_MS}`,
        met: quick || longest <= LONGEST_MS,
      },
      told('the same with what the processes waited for a core', spread(sinceLeaving(world, leavers, elapsed))),
      told('the same with no gateway between', spread(sinceLeaving(world, [...leftStraight], elapsed))),
      ...(await balanced(world)),
    ];
  } finally {
    await world.close();
  }
}

/** How long the upstream's connection stayed open after each caller had left, in ms, ascending. */
const sinceLeaving = (
  { upstream }: World,
  leavers: readonly (readonly [call: string, left: Instant])[],
  between: (from: Instant, to: Instant) => number,
): readonly number[] =>
  leavers
    .map(([call, left]) => {
      const closed = upstream.calls.get(call)?.closed;
      return closed ? between(left, closed) : Infinity;
    })
    .sort((a, b) => a - b);

const elapsed = (from: Instant, to: Instant): number => to.at - from.at;

const spread = (sorted: readonly number[]): string =>
  [0.5, 0.99, 1].map((part) => (sorted[Math.ceil(sorted.length * part) - 1] ?? Infinity).toFixed(1)).join(', ');

/** Output tokens by request, once all that were cut are settled. */
async function billedWords({ books }: World, made: readonly Cut[]): Promise<ReadonlyMap<string, number>> {
  for (const began = performance.now(); ;) {
    const { rows } = await books.query<{ request_id: string; output_tokens: string }>(
      'select request_id, output_tokens from usage_records',
    );
    const billed = new Map(rows.map(({ request_id, output_tokens }) => [request_id, Number(output_tokens)]));
    const all = made.every(({ requestId }) => requestId !== undefined && billed.has(requestId));
    if (all || performance.now() - began > SETTLED_WITHIN_MS) return billed;
    await pause(100);
  }
}
