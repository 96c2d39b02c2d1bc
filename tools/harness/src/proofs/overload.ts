import { setTimeout as pause } from 'node:timers/promises';
import { told, type Finding } from '../finding.js';
import { drained } from '../world/books.js';
import { BusyCaller, type Outcome } from '../world/busy-caller.js';
import { SideProcess } from '../world/side-process.js';
import { World } from '../world/world.js';

/** Callers at once whose calls are what the process does normally. */
const NORMAL_CALLERS = 32;
const TIMES = 3;
/** How often calls are begun, in ms; timers are no finer. */
const TICK_MS = 5;
/** The process takes a burst, and has to see first that it is none. In ms. */
const ONSET_MS = 4_000;
const BOOKED_WITHIN_MS = 60_000;
const PROMPT = 'Which of these tablets may be taken together, and how long before a meal? '.repeat(25);

/** Calls at three times the rate that one process can answer: those that it takes stay quick, the others are refused. */
export async function overload(quick: boolean): Promise<readonly Finding[]> {
  const [warmMs, normalMs, overMs] = quick ? [1_000, 1_000, 5_000] : [8_000, 10_000, 30_000];
  const upstream = await SideProcess.start('mirror');
  const world = await World.open({ replicas: 1, upstreamUrl: upstream.url });
  try {
    const [replica] = world.replicas;
    if (!replica) throw new Error('there is no replica');
    const called = async (by: (caller: BusyCaller) => Promise<readonly Outcome[]>) => {
      const caller = new BusyCaller(replica.url, world.apiKey, PROMPT);
      return by(caller).finally(() => caller.close());
    };
    await called((caller) => inTurns(caller, warmMs));
    const normal = await called((caller) => inTurns(caller, normalMs));
    const rate = (normal.length / normalMs) * 1_000;
    const all = await called((caller) => atARate(caller, TIMES * rate, overMs));
    const accepted = all.filter(({ status }) => status === 200);
    const ids = new Set(accepted.map(({ requestId }) => requestId));
    const { lost } = await drained(world, ids, BOOKED_WITHIN_MS);
    return [
      told('normal: calls a second, p50, p99', `${rate.toFixed(0)}, ${both(normal)}`),
      told('offered, a second', ((all.length / overMs) * 1_000).toFixed(0)),
      ...figures(normal, all, overMs),
      { what: 'accepted and not in the books', ...none(lost.length) },
    ];
  } finally {
    await world.close();
    await upstream.stop();
  }
}

function figures(normal: readonly Outcome[], all: readonly Outcome[], forMs: number): readonly Finding[] {
  const accepted = all.filter(({ status }) => status === 200);
  const lasting = accepted.filter(({ at }) => at >= ONSET_MS);
  const refused = all.filter(({ status }) => status !== 200 && status !== 0);
  const improper = refused.filter(({ status, retryAfter }) => ![429, 503].includes(status) || retryAfter < 1);
  const [p99, most] = [percentile(lasting, 0.99), 2 * percentile(normal, 0.99)];
  const seconds = ONSET_MS / 1_000;
  return [
    told(`accepted, a second, after ${seconds} s`, ((lasting.length / (forMs - ONSET_MS)) * 1_000).toFixed(0)),
    told(`accepted, p50, p99, with the first ${seconds} s`, both(accepted)),
    {
      what: `accepted, p99, after ${seconds} s`,
      figure: `${p99.toFixed(0)} ms`,
      required: `at most ${most.toFixed(0)} ms`,
      met: lasting.length > 0 && p99 <= most,
    },
    { what: 'refused', figure: String(refused.length), required: 'at least 1', met: refused.length > 0 },
    told('refused, p50, p99', both(refused)),
    { what: 'of them without 429 or 503 and retry-after', ...none(improper.length) },
    { what: 'calls without an answer', ...none(all.filter(({ status }) => status === 0).length) },
  ];
}

const none = (number: number) => ({ figure: String(number), required: '0', met: number === 0 });

function percentile(calls: readonly Outcome[], share: number): number {
  const sorted = calls.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

const both = (calls: readonly Outcome[]): string =>
  `${percentile(calls, 0.5).toFixed(0)} ms, ${percentile(calls, 0.99).toFixed(0)} ms`;

/** Each of some callers waits for its answer before it calls again. */
async function inTurns(caller: BusyCaller, forMs: number): Promise<readonly Outcome[]> {
  const until = performance.now() + forMs;
  const all: Outcome[] = [];
  const work = async (): Promise<void> => {
    while (performance.now() < until) all.push(await caller.call());
  };
  await Promise.all(Array.from({ length: NORMAL_CALLERS }, work));
  return all;
}

/** Calls begin at a rate, whatever becomes of those before. */
async function atARate(caller: BusyCaller, perSecond: number, forMs: number): Promise<readonly Outcome[]> {
  const from = performance.now();
  const running: Promise<Outcome>[] = [];
  for (let elapsed = 0; elapsed < forMs; elapsed = performance.now() - from) {
    while (running.length < (elapsed / 1_000) * perSecond) running.push(caller.call());
    await pause(TICK_MS);
  }
  return Promise.all(running);
}
