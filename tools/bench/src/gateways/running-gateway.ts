import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { askOnce } from '../load/ask-once.js';
import { nanoseconds } from '../load/clock.js';
import { PLAIN_MODEL } from '../load/plans.js';
import { chatBody } from '../load/prompt.js';
import type { Endpoint } from '../load/raw-request.js';
import { type Child, startChild } from '../machine/child.js';
import type { Gateway, Route } from './gateway.js';

/** What is measured: a route of a running gateway, or the upstream itself. */
export interface Target extends Endpoint {
  readonly name: string;
  readonly route: Route | undefined;
  /** Of the gateway; undefined for the upstream itself. */
  readonly pid: number | undefined;
}

export interface RunningGateway {
  readonly child: Child;
  readonly targets: readonly Target[];
  /** ms from the start of the process to the first answer on every route. */
  readonly startMs: number;
}

const READY_MS = 20_000;
const POLL_MS = 2;

/** Starts a gateway on its core and waits until every route answers. @throws Error naming its log. */
export async function startGateway(gateway: Gateway, directory: string, core: number): Promise<RunningGateway> {
  const port = await freePort();
  const home = path.join(directory, `${gateway.name}-${port}`);
  mkdirSync(home);
  const startedAt = nanoseconds();
  const child = startChild({ argv: gateway.argv(port), env: gateway.env(port), directory: home, core });
  const targets = gateway.routes.map((route) => ({
    name: route.name,
    url: `http://127.0.0.1:${port}${gateway.path}`,
    headers: route.headers,
    route,
    pid: child.pid,
  }));
  const sinceStart = (): number => (nanoseconds() - startedAt) / 1e6;
  for (const target of targets) {
    while (!(await answers(target))) {
      if (child.hasEnded() || sinceStart() > READY_MS) {
        await child.stop();
        throw new Error(`${target.name} does not answer, see ${home}/log`);
      }
      await pause(POLL_MS);
    }
  }
  return { child, targets, startMs: sinceStart() };
}

async function answers(target: Target): Promise<boolean> {
  const { status, text } = await askOnce(target, chatBody(PLAIN_MODEL));
  return status === 200 && text.includes('quick answer');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
