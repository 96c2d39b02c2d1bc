import {
  DEFAULT_PHI_POLICY,
  hiddenCategories,
  RuleDetector,
  type PhiDetector,
  type PhiSensitivity,
} from '@radiant/phi';

const CATEGORIES = hiddenCategories(DEFAULT_PHI_POLICY);
const PROMPT = 2_048;
const HOSTILE_SIZE = 100_000;

export const newDetector = (): PhiDetector => new RuleDetector(async () => undefined);

export async function millisecondsFor(
  detector: PhiDetector,
  text: string,
  sensitivity?: PhiSensitivity,
): Promise<number> {
  const start = performance.now();
  await detector.detect([text], CATEGORIES, sensitivity);
  return performance.now() - start;
}

/** Millions of UTF-8 bytes a second: the best of three runs over all texts, each text a call of its own. */
export async function throughput(
  detector: PhiDetector,
  texts: readonly string[],
  sensitivity: PhiSensitivity,
): Promise<number> {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  let best = Infinity;
  for (let run = 0; run < 3; run += 1) {
    const start = performance.now();
    for (const text of texts) await detector.detect([text], CATEGORIES, sensitivity);
    best = Math.min(best, performance.now() - start);
  }
  return bytes / 1_000 / best;
}

/** The median time of a prompt of 2 KB, in milliseconds, over prompts cut from the texts joined. */
export async function promptMedian(
  detector: PhiDetector,
  texts: readonly string[],
  sensitivity: PhiSensitivity,
): Promise<number> {
  const joined = texts.join('\n\n').slice(0, 400 * PROMPT);
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    times.length = 0;
    for (let at = 0; at + PROMPT <= joined.length; at += PROMPT) {
      times.push(await millisecondsFor(detector, joined.slice(at, at + PROMPT), sensitivity));
    }
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

/** Pieces that, repeated, made one rule or another slow in some detector. */
const HOSTILE: readonly string[] = [
  'a.',
  '1-',
  '7',
  '(',
  '[PHI_NAME_',
  'Patient Patient ',
  'SSN: MRN: DOB: ',
  '@',
  'a@a@',
  'A',
  'Jane Doe ',
  'address:',
  '12 Elm Oak Fir Ash ',
  ' ',
  '\n',
  '\u200b',
  '{"a":',
  '{"name":[{"given":["',
  '[[[[',
  '"',
  '\\',
  '| a ',
  'PID|1|',
  'http://a.b/',
  '1.1.1.1.',
  'ab:cd:',
  '12/',
  'Calle de la ',
  'Hospital de la ',
  'Dr. Dr. ',
  'Jan 1 ',
  'de ',
  'X-1-',
];

/** @returns for each hostile piece the milliseconds of 100 KB of it, and the ratio of twice as much to that. */
export async function hostileTimes(detector: PhiDetector): Promise<{ piece: string; ms: number; doubling: number }[]> {
  const rows: { piece: string; ms: number; doubling: number }[] = [];
  for (const piece of HOSTILE) {
    const best = async (size: number): Promise<number> => {
      const text = piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
      let least = Infinity;
      for (let run = 0; run < 3; run += 1) least = Math.min(least, await millisecondsFor(detector, text));
      return least;
    };
    const ms = await best(HOSTILE_SIZE);
    rows.push({ piece: JSON.stringify(piece), ms, doubling: (await best(2 * HOSTILE_SIZE)) / ms });
  }
  return rows;
}
