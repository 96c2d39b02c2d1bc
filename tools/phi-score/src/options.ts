import { parseArgs } from 'node:util';
import { DEFAULT_SENSITIVITY, PHI_SENSITIVITIES, type PhiSensitivity } from '@radiant/phi';

export interface ScoreOptions {
  /** A folder of `*.jsonl` files, or one such file. */
  readonly data: string | undefined;
  /** How many missed values, and how many wrong finds, to print for each file. */
  readonly leaks: number;
  readonly falsePositives: number;
  readonly hostile: boolean;
  /** Write down what is found in the project's own documents. */
  readonly record: boolean;
  readonly json: boolean;
  /** Only the documents with an even, or an odd, number: to tune on one half and check on the other. */
  readonly half: 'even' | 'odd' | undefined;
  readonly sensitivity: PhiSensitivity;
}

/** @throws Error when the arguments are not understood. */
export function readOptions(args: readonly string[]): ScoreOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      leaks: { type: 'string' },
      fps: { type: 'string' },
      half: { type: 'string' },
      sensitivity: { type: 'string' },
      hostile: { type: 'boolean' },
      record: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  const hostile = values.hostile === true;
  const record = values.record === true;
  if (values.data === undefined && !hostile && !record)
    throw new Error('--data FOLDER, --hostile or --record is needed');
  return {
    data: values.data,
    leaks: count('--leaks', values.leaks),
    falsePositives: count('--fps', values.fps),
    hostile,
    record,
    json: values.json === true,
    half: half(values.half),
    sensitivity: sensitivity(values.sensitivity),
  };
}

function count(name: string, text: string | undefined): number {
  if (text === undefined) return 0;
  if (!/^\d{1,6}$/.test(text)) throw new Error(`${name} needs a whole number`);
  return Number(text);
}

function half(text: string | undefined): ScoreOptions['half'] {
  if (text === undefined || text === 'even' || text === 'odd') return text;
  throw new Error('--half is even or odd');
}

function sensitivity(text: string | undefined): PhiSensitivity {
  if (text === undefined) return DEFAULT_SENSITIVITY;
  const known = PHI_SENSITIVITIES.find((each) => each === text);
  if (known === undefined) throw new Error(`--sensitivity is one of ${PHI_SENSITIVITIES.join(', ')}`);
  return known;
}
