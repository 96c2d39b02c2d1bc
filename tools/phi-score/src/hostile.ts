import type { PhiDetector } from '@radiant/phi';
import { processorMilliseconds } from './speed.js';

const HOSTILE_SIZE = 100_000;

/** Pieces that, repeated, made one rule or another slow in some detector. */
export const HOSTILE_PIECES: readonly string[] = [
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
  'MSH|^~\\&|PID|1||Doe^Jane~',
  '| Name | Date |\n|---|---|\n',
  'name,dob,phone\n',
  'Name: \n',
  '_',
  'a_',
  '<',
  '<a ',
  '<a b="',
  '<a></b>',
  '</a>',
  '&',
  '&amp;',
  '%20',
  'https://%',
  'a+B',
  '\\u0041',
  '{"a":"{\\"',
  '"{"',
  'Jane\n',
  '\ud835',
];

export interface HostileTime {
  /** What was repeated, as JSON. */
  readonly piece: string;
  /** Of processor time for 100 KB of it. */
  readonly ms: number;
  /** The ratio of twice as much to that. */
  readonly doubling: number;
}

/** @param runs how often each is tried; the quickest counts. @returns for each hostile piece its times. */
export async function hostileTimes(detector: PhiDetector, runs = 3): Promise<readonly HostileTime[]> {
  const rows: HostileTime[] = [];
  for (const piece of HOSTILE_PIECES) {
    const best = async (size: number): Promise<number> => {
      const text = piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
      let least = Infinity;
      for (let run = 0; run < runs; run += 1) least = Math.min(least, await processorMilliseconds(detector, text));
      return least;
    };
    const ms = await best(HOSTILE_SIZE);
    rows.push({ piece: JSON.stringify(piece), ms, doubling: (await best(2 * HOSTILE_SIZE)) / ms });
  }
  return rows;
}
