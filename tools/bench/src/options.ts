import { parseArgs } from 'node:util';
import type { Scale } from './gateways/grow-database.js';
import type { Cores } from './measure/machine-use.js';

const SUITES = ['start', 'plain', 'latency', 'stream', 'open', 'scale'] as const;
export type Suite = (typeof SUITES)[number];

export const HELP = `npm run bench -- [options]      RADIANT beside @portkey-ai/gateway, in one run (12 to 18 min)
  --quick             fewer and shorter blocks (about 4 min)
  --no-peers          RADIANT alone: absolute figures, nothing is installed
  --targets a,b       of radiant-pass, radiant-full, portkey, nest; the upstream itself (direct) is always measured
  --suites a,b        of ${SUITES.join(', ')}; all but scale
  --tenants N         the scale suite measures before and after the stores have so many (default 100000)
  --usage-rows N      and so many settled calls, each with three lines in the ledger (default 1000000)
  --concurrency 1,32  connections of the plain suite (256 is of use, too)
  --repeats N         blocks per target and suite
  --strict            exit code 3 when a required target is missed or was not measured
  --load-core N       of driver, upstream and stores (default 0);  --gateway-core N  of the gateways (default 1)
Exit code 0 = measured, 1 = broken run (lost chunks, errors, PHI that got through), 2 = it could not start.
`;

export interface Options {
  readonly help: boolean;
  readonly quick: boolean;
  readonly peers: boolean;
  readonly strict: boolean;
  /** Undefined: all. */
  readonly targets: readonly string[] | undefined;
  readonly suites: ReadonlySet<Suite>;
  readonly concurrency: readonly number[];
  readonly repeats: number;
  readonly scale: Scale;
  readonly cores: Cores;
}

/** @throws Error that names the option and what is expected. */
export function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      'no-peers': { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      targets: { type: 'string' },
      suites: { type: 'string', default: SUITES.filter((each) => each !== 'scale').join(',') },
      tenants: { type: 'string', default: '100000' },
      'usage-rows': { type: 'string', default: '1000000' },
      concurrency: { type: 'string', default: '1,32' },
      repeats: { type: 'string' },
      'load-core': { type: 'string', default: '0' },
      'gateway-core': { type: 'string', default: '1' },
    },
  });
  return {
    help: values.help,
    quick: values.quick,
    peers: !values['no-peers'],
    strict: values.strict,
    targets: values.targets?.split(','),
    suites: new Set(values.suites.split(',').map(suite)),
    concurrency: values.concurrency.split(',').map((text) => wholeNumber('--concurrency', text, 1)),
    repeats: wholeNumber('--repeats', values.repeats ?? (values.quick ? '3' : '5'), 1),
    scale: {
      tenants: wholeNumber('--tenants', values.tenants, 1),
      usageRows: wholeNumber('--usage-rows', values['usage-rows'], 1),
    },
    cores: {
      load: wholeNumber('--load-core', values['load-core'], 0),
      gateway: wholeNumber('--gateway-core', values['gateway-core'], 0),
    },
  };
}

function suite(name: string): Suite {
  const found = SUITES.find((each) => each === name);
  if (found === undefined) throw new Error(`--suites: ${name} is none of ${SUITES.join(', ')}`);
  return found;
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`${option} must be a whole number from ${least}`);
  return value;
}
