import { InvalidInput } from './invalid-input.js';

export const FAULTS = [
  'none',
  'status-400',
  'status-401',
  'status-404',
  'status-429',
  'status-500',
  'status-503',
  'hang',
  'slow-headers',
  'stall',
  'reset',
  'truncate',
  'garbage',
  'no-usage',
  'error-event',
  'split',
] as const;

export type Fault = (typeof FAULTS)[number];

/** How a request is answered; README.md describes each fault. */
export interface Behaviour {
  /** Wait before the first byte of the answer, in ms. */
  readonly latencyMs: number;
  /** Length of the text in one stream chunk, in Unicode code points. */
  readonly chunkCharacters: number;
  /** Wait between two stream events, in ms. */
  readonly chunkIntervalMs: number;
  readonly fault: Fault;
}

const DEFAULTS: Behaviour = { latencyMs: 0, chunkCharacters: 8, chunkIntervalMs: 0, fault: 'none' };

const NAMES = {
  option: {
    latencyMs: 'latencyMs',
    chunkCharacters: 'chunkCharacters',
    chunkIntervalMs: 'chunkIntervalMs',
    fault: 'fault',
  },
  environment: {
    latencyMs: 'DEMO_LATENCY_MS',
    chunkCharacters: 'DEMO_CHUNK_CHARACTERS',
    chunkIntervalMs: 'DEMO_CHUNK_INTERVAL_MS',
    fault: 'DEMO_FAULT',
  },
  header: {
    latencyMs: 'x-demo-latency-ms',
    chunkCharacters: 'x-demo-chunk-characters',
    chunkIntervalMs: 'x-demo-chunk-interval-ms',
    fault: 'x-demo-fault',
  },
  model: { latencyMs: 'latency', chunkCharacters: 'chunk', chunkIntervalMs: 'interval', fault: 'fault' },
} as const;

type Source = keyof typeof NAMES;
type Read = (name: string) => string | undefined;

/**
 * Reads the knobs that one source sets, under that source's names.
 * @throws InvalidInput naming the knob and what is expected
 */
export function readBehaviour(source: Source, read: Read): Partial<Behaviour> {
  const names = NAMES[source];
  const latencyMs = readInteger(names.latencyMs, read, 0, 600_000);
  const chunkCharacters = readInteger(names.chunkCharacters, read, 1, 100_000);
  const chunkIntervalMs = readInteger(names.chunkIntervalMs, read, 0, 600_000);
  const fault = readFault(names.fault, read);
  return {
    ...(latencyMs !== undefined && { latencyMs }),
    ...(chunkCharacters !== undefined && { chunkCharacters }),
    ...(chunkIntervalMs !== undefined && { chunkIntervalMs }),
    ...(fault !== undefined && { fault }),
  };
}

/** Checks knobs given by a program in this process. */
export function checkedBehaviour(knobs: Partial<Behaviour>): Partial<Behaviour> {
  const given = new Map<string, unknown>(Object.entries(knobs));
  return readBehaviour('option', (name) => (given.get(name) === undefined ? undefined : String(given.get(name))));
}

/**
 * Reads `name@latency=50,chunk=4,interval=20,fault=reset`. An `@` that no `key=value` follows belongs to the model's own
 * name (`some-model@20240620`).
 */
export function readModelSuffix(model: string): Partial<Behaviour> {
  const suffix = model.slice(model.lastIndexOf('@') + 1);
  if (suffix.length === model.length || !suffix.includes('=')) return {};
  const known: readonly string[] = Object.values(NAMES.model);
  const given = new Map<string, string>();
  for (const part of suffix.split(',')) {
    const [name = '', value] = part.split('=');
    if (!known.includes(name) || value === undefined) {
      throw new InvalidInput('model', `a suffix of ${known.map((key) => `${key}=value`).join(', ')} after @`);
    }
    given.set(name, value);
  }
  return readBehaviour('model', (name) => given.get(name));
}

/** Lays one source over the other; the last wins. */
export function layered(...layers: readonly Partial<Behaviour>[]): Behaviour {
  return layers.reduce<Behaviour>((below, layer) => ({ ...below, ...layer }), DEFAULTS);
}

/** Whole numbers in decimal digits only: `Number` would also take '', '1e3' and '0x10'. */
export function readInteger(name: string, read: Read, min: number, max: number): number | undefined {
  const text = read(name);
  if (text === undefined) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < min || value > max) throw new InvalidInput(name, `an integer from ${min} to ${max}`);
  return value;
}

function readFault(name: string, read: Read): Fault | undefined {
  const text = read(name);
  if (text === undefined) return undefined;
  const fault = FAULTS.find((known) => known === text);
  if (fault === undefined) throw new InvalidInput(name, `one of ${FAULTS.join(', ')}`);
  return fault;
}
