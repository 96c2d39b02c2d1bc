import { setImmediate } from 'node:timers/promises';
import path from 'node:path';
import { RuleDetector } from '@radiant/phi';
import { hostileTimes, readCorpus } from '@radiant/phi-score';
import { isMet, printed, type Figure } from './figures.js';
import { measureLoad } from './load.js';
import { worstStall } from './stall.js';
import { prompt, prompts } from './texts.js';
import { quietest, throughput } from './windows.js';

/** What is too short to time says nothing about growth. */
const LEAST_MS = 2;
const CORPUS = path.join(import.meta.dirname, '../../phi-score/corpus');

/** @returns the exit code. */
export async function bench({ quick }: { readonly quick: boolean }): Promise<number> {
  const detector = new RuleDetector(() => setImmediate());
  const repeats = quick ? 4 : 12;
  const corpus = readCorpus(CORPUS);
  const documents = corpus.map((document) => document.text);
  const notes = prompts(documents);
  const prose = prompts([prompt(), ...corpus.filter(({ spans }) => spans.length === 0).map(({ text }) => text)]);
  const load = await measureLoad(quick ? 2 : 5);
  const one = await quietest(detector, [prompt()], repeats);
  const ordinary = await quietest(detector, prose, repeats);
  const dense = await quietest(detector, notes, repeats);
  const speed = await throughput(detector, prose, 4 * repeats);
  const denseSpeed = await throughput(detector, notes, 4 * repeats);
  const hostile = await hostileTimes(detector, quick ? 3 : 8);
  const slowest = hostile.reduce((worst, each) => (each.ms > worst.ms ? each : worst));
  const growing = hostile.filter((each) => each.ms >= LEAST_MS);
  const steepest = growing.reduce((worst, each) => (each.doubling > worst.doubling ? each : worst), slowest);
  const figures: readonly Figure[] = [
    { name: 'prompt of 2 KB, p50', unit: 'ms', value: one.p50, required: 0.3, aim: 0.12 },
    { name: 'prompt of 2 KB, p99', unit: 'ms', value: one.p99, required: 2 },
    { name: '2 KB of ordinary text, p50', unit: 'ms', value: ordinary.p50, required: 0.3, aim: 0.12 },
    { name: 'ordinary text', unit: 'MB/s', value: speed, required: 8, aim: 15, more: true },
    { name: '2 KB with thirty identifiers, p50', unit: 'ms', value: dense.p50 },
    { name: 'text with an identifier in every line', unit: 'MB/s', value: denseSpeed, more: true },
    { name: `100 KB of ${slowest.piece}`, unit: 'ms', value: slowest.ms, required: 60 },
    { name: `twice as much of ${steepest.piece}`, unit: 'times', value: steepest.doubling, required: 2.5 },
    { name: 'dictionaries and rules in memory', unit: 'MB', value: load.megabytes, required: 40 },
    { name: 'loading until the first answer', unit: 'ms', value: load.ms, required: 150 },
    { name: 'longest stall by 4 MiB', unit: 'ms', value: await worstStall(detector, documents), required: 200 },
  ];
  process.stdout.write(`${figures.map(printed).join('\n')}\n`);
  return figures.every(isMet) ? 0 : 1;
}
