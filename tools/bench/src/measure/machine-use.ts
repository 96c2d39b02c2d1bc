import type { Engines, Upstream } from '../engines/helper-processes.js';
import { coreTimes, cpuSeconds, treeCpuSeconds } from '../machine/proc.js';
import { FOREIGN_LIMIT } from '../machine/quiet.js';

export interface Cores {
  readonly load: number;
  readonly gateway: number;
}

/** CPU of one block; shares are of one core. */
export interface MachineUse {
  /** CPU seconds. */
  readonly gateway: number;
  readonly postgres: number;
  readonly dynamo: number;
  readonly loadCore: number;
  readonly gatewayCore: number;
  readonly foreign: number;
  /** Other programs took so much that the block is not to be trusted. */
  readonly noisy: boolean;
}

/** Everything of ours besides the driver and the gateway under test. */
export interface Helpers {
  readonly upstream: Upstream;
  readonly engines: Engines | undefined;
}

/** Measures what `work` costs, in CPU and of whom. */
export async function machineUse<Result>(
  helpers: Helpers,
  cores: Cores,
  gatewayPid: number | undefined,
  work: () => Promise<Result>,
): Promise<{ result: Result; use: MachineUse }> {
  const before = reading(helpers, gatewayPid);
  const result = await work();
  const after = reading(helpers, gatewayPid);
  const spent = (pick: (at: Reading) => number): number => pick(after) - pick(before);
  const wall = spent((at) => at.cores[cores.load]?.total ?? NaN);
  const busy = (core: number): number => spent((at) => at.cores[core]?.busy ?? NaN) / wall;
  const all = spent((at) => at.cores.reduce((sum, core) => sum + core.busy - core.interrupts, 0));
  const ours = spent((at) => at.gateway + at.engines + at.upstream + at.driver);
  const foreign = Math.max(0, all - ours) / wall;
  const use = {
    gateway: spent((at) => at.gateway),
    postgres: spent((at) => at.postgres),
    dynamo: spent((at) => at.dynamo),
    loadCore: busy(cores.load),
    gatewayCore: busy(cores.gateway),
    foreign,
    noisy: foreign > FOREIGN_LIMIT,
  };
  return { result, use };
}

type Reading = ReturnType<typeof reading>;

function reading({ upstream, engines }: Helpers, gatewayPid: number | undefined) {
  const { user, system } = process.cpuUsage();
  return {
    cores: coreTimes(),
    driver: (user + system) / 1e6,
    upstream: cpuSeconds(upstream.child.pid),
    gateway: gatewayPid === undefined ? 0 : treeCpuSeconds(gatewayPid),
    engines: engines === undefined ? 0 : treeCpuSeconds(engines.child.pid),
    postgres: engines === undefined ? 0 : treeCpuSeconds(engines.postgresPid),
    dynamo: engines === undefined ? 0 : cpuSeconds(engines.child.pid),
  };
}
