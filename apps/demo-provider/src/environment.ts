import { type Behaviour, readBehaviour, readInteger } from './behaviour.js';

export interface Listening {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
}

/**
 * Reads PORT, HOST and the DEMO_* knobs; a variable set to nothing counts as absent.
 * @throws InvalidInput naming the variable and what is expected
 */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): Listening & Partial<Behaviour> {
  const read = (name: string): string | undefined => variables[name]?.trim() || undefined;
  return {
    ...readBehaviour('environment', read),
    port: readInteger('PORT', read, 0, 65_535) ?? 0,
    host: read('HOST') ?? '127.0.0.1',
  };
}
