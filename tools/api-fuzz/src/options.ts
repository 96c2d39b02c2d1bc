/** What `npm run fuzz` was asked. */
export interface Options {
  readonly requests: number;
  readonly seed: number;
  /** The number of the first request, to repeat one of an earlier run. */
  readonly first: number;
}

const USAGE = 'npm run fuzz -- [--requests 50000] [--seed N] [--first N], whole numbers\n';

/** @returns undefined when they are not understood, which has been said. */
export function readOptions(args: readonly string[], say: (text: string) => void): Options | undefined {
  const options = { requests: 50_000, seed: Date.now() % 1_000_000_000, first: 0 };
  for (let place = 0; place < args.length; place += 2) {
    const name = args[place]?.slice(2) ?? '';
    const value = Number(args[place + 1]);
    if (!args[place]?.startsWith('--') || !Object.hasOwn(options, name) || !Number.isSafeInteger(value) || value < 0) {
      say(USAGE);
      return undefined;
    }
    Object.assign(options, { [name]: value });
  }
  return options;
}
