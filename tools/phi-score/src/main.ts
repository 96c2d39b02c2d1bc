// `node tools/run.mjs phi-score --data FOLDER [--leaks N] [--fps N] [--half even|odd] [--sensitivity S] [--json] [--hostile]`:
// what the detector misses and what it hides needlessly on labelled files, and how fast it is. `--record` writes what it
// finds in the project's own documents into findings.txt.
// Exit code 0 = printed, 2 = not understood.
import path from 'node:path';
import { DEFAULT_PHI_POLICY, hiddenCategories } from '@radiant/phi';
import { recordFindings } from './findings.js';
import { goldFiles, readGold } from './gold.js';
import { hostileTimes } from './hostile.js';
import { readOptions, type ScoreOptions } from './options.js';
import { score, type Result } from './score.js';
import { newDetector, promptMedian, throughput } from './speed.js';

const CATEGORIES = hiddenCategories(DEFAULT_PHI_POLICY);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)}%`);

const loadStart = performance.now();
const detector = newDetector();
await detector.detect(['Jane'], CATEGORIES);
const loadTime = performance.now() - loadStart;

async function scoreFile(file: string, options: ScoreOptions): Promise<void> {
  const gold = readGold(file).filter(
    (_document, index) => options.half === undefined || (index % 2 === 0) === (options.half === 'even'),
  );
  const texts = gold.map((document) => document.text);
  const predicted = [];
  for (const text of texts) {
    const [matches = []] = await detector.detect([text], CATEGORIES, options.sensitivity);
    predicted.push(matches.map(({ start, end, category }) => ({ start, end, label: category })));
  }
  const result = score(gold, predicted);
  const speed = {
    megabytes: await throughput(detector, texts, options.sensitivity),
    prompt: await promptMedian(detector, texts, options.sensitivity),
  };
  report(path.basename(file, '.jsonl'), result, speed, options);
}

function report(
  name: string,
  result: Result,
  speed: { megabytes: number; prompt: number },
  options: ScoreOptions,
): void {
  const { all } = result;
  const figures = {
    file: name,
    leak: percent(all.leaked, all.characters),
    overRedaction: percent(result.overRedacted, result.ordinary),
    covered: percent(all.coveredValues, all.values),
    typedPrecision: percent(result.predictions.rightlyTyped, result.predictions.counted),
    cleanTouched: percent(result.cleanTouched, result.clean),
    recall: Object.fromEntries(
      [...result.labels].sort().map(([label, t]) => [label, percent(t.characters - t.leaked, t.characters)]),
    ),
    typed: percent(all.typedValues, all.values),
    megabytesPerSecond: Number(speed.megabytes.toFixed(1)),
    prompt2kMs: Number(speed.prompt.toFixed(3)),
  };
  if (options.json) print(JSON.stringify(figures));
  else {
    const { file, leak, overRedaction, covered, typedPrecision, cleanTouched, typed, megabytesPerSecond, prompt2kMs } =
      figures;
    print(
      `${file.padEnd(20)} leak ${leak.padStart(7)}  over ${overRedaction.padStart(6)}  covered ${covered.padStart(7)}  clean touched ${cleanTouched.padStart(6)}  typed: recall ${typed.padStart(7)} precision ${typedPrecision.padStart(7)}  ${megabytesPerSecond} MB/s  2 KB ${prompt2kMs} ms`,
    );
    print(
      `  ${Object.entries(figures.recall)
        .map(([label, recall]) => `${label} ${recall}`)
        .join('  ')}`,
    );
  }
  for (const line of sample(result.leaks, options.leaks)) print(`  - ${line}`);
  for (const line of sample(result.falsePositives, options.falsePositives)) print(`  + ${line}`);
}

/** `count` of the lines, spread over all of them. */
const sample = (lines: readonly string[], count: number): readonly string[] =>
  lines.length <= count
    ? lines
    : Array.from({ length: count }, (_, index) => lines[Math.floor((index * lines.length) / count)] ?? '');

let options: ScoreOptions | undefined;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'not understood'}\n`);
  process.exitCode = 2;
}
if (options) {
  for (const file of options.data === undefined ? [] : goldFiles(options.data)) await scoreFile(file, options);
  if (options.record) await recordFindings(path.resolve(import.meta.dirname, '..'));
  if (options.hostile) {
    for (const { piece, ms, doubling } of await hostileTimes(detector)) {
      print(`${piece.padEnd(30)} 100 KB ${ms.toFixed(1).padStart(7)} ms, twice as much x${doubling.toFixed(2)}`);
    }
  }
  print(`first detection ${loadTime.toFixed(0)} ms, heap ${(process.memoryUsage().heapUsed / 1e6).toFixed(0)} MB`);
}
