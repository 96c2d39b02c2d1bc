import type { Credentials } from '@radiant/start';
import fc from 'fast-check';
import { Checker, type Fault } from '../check/checker.js';
import type { Api, Operation } from '../description/api.js';
import type { Json } from '../description/json.js';
import { plansOf } from '../generate/plans.js';
import { Document, type Caller, type Plan } from '../generate/request.js';
import { Known } from '../known/known.js';
import type { Options } from '../options.js';
import { Client, Unsendable } from './client.js';
import { rawRequests, sendRaw } from './raw.js';
import { mediaType, type Reply, type Sent } from './reply.js';
import { Tally } from './tally.js';

const AT_ONCE = 12;
/** One request of so many is no good HTTP. */
const RAW_EVERY = 50;
/** These look at everything there is, each time; they are asked one time of so many. */
const EXPENSIVE = /audit|data-keys|reports|usage|policies\/preview|access-review/;
const EXPENSIVE_EVERY = 8;
const STRANGER = `rad_dev_${'a'.repeat(12)}_${'b'.repeat(43)}`;

/** One API that runs. */
interface Target {
  readonly api: Api;
  readonly url: string;
  readonly client: Client;
  readonly checker: Checker;
  readonly keys: Readonly<Record<Exclude<Caller, 'nobody' | 'stranger'>, string>>;
}

/** Sends generated requests to both APIs and holds every reply against their descriptions. */
export class Fuzz {
  readonly tally = new Tally();
  private readonly known = new Known();
  private readonly targets: readonly Target[];
  private readonly operations: readonly Operation[];
  private readonly plans = new Map<Operation, fc.Arbitrary<Plan>>();

  constructor({ publicUrl, adminUrl, tenants, adminToken }: Credentials, publicApi: Api, adminApi: Api) {
    const [usual = '', other = ''] = tenants.map(({ apiKey }) => apiKey);
    const target = (api: Api, url: string, keys: Target['keys']): Target => {
      return { api, url, keys, client: new Client(url, AT_ONCE), checker: new Checker(api) };
    };
    this.targets = [
      target(publicApi, publicUrl, { usual, other }),
      target(adminApi, adminUrl, { usual: adminToken, other: usual }),
    ];
    this.operations = this.targets.flatMap(({ api }) => api.operations);
  }

  async run({ requests, seed, first }: Options): Promise<void> {
    await this.prepare();
    let next = first;
    const worker = async (): Promise<void> => {
      for (let number = next++; number < first + requests; number = next++) await this.one(seed, number);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    await Promise.all(this.targets.map(({ client }) => client.close()));
  }

  /** Makes a record of every kind with the examples of the descriptions, so that there are ids to ask for. */
  private async prepare(): Promise<void> {
    for (const method of ['POST', 'PUT', 'POST', 'GET']) {
      for (const operation of this.operations.filter((each) => each.method === method && !FATAL.test(each.path))) {
        const plan: Plan = { ...GOOD, method, body: operation.body?.example };
        await this.send(operation, plan, `preparation: ${operation.name}`, 0);
      }
    }
    this.tally.begin();
  }

  private async one(seed: number, number: number): Promise<void> {
    const operation = this.chosen(seed, number);
    const label = `--seed ${seed} --first ${number} --requests 1`;
    if (number % RAW_EVERY === 0) return this.sendBadHttp(operation, number / RAW_EVERY, label);
    const plans = this.plans.get(operation) ?? plansOf(operation);
    this.plans.set(operation, plans);
    const [plan] = fc.sample(plans, { seed: mixed(seed, number), numRuns: 1 });
    if (plan) await this.send(operation, plan, label, number);
  }

  private chosen(seed: number, number: number): Operation {
    for (let turn = 0; ; turn += 1) {
      const draw = mixed(mixed(seed, number), turn + 1) >>> 0;
      const operation = this.operations[draw % this.operations.length];
      if (operation && (!EXPENSIVE.test(operation.path) || (draw >>> 16) % EXPENSIVE_EVERY === 0)) return operation;
    }
  }

  private async send(operation: Operation, plan: Plan, label: string, turn: number): Promise<void> {
    const target = this.targetOf(operation);
    const sent = this.sentOf(operation, plan, target, turn);
    let reply: Reply;
    try {
      reply = await target.client.send(sent);
    } catch (error) {
      if (error instanceof Unsendable) this.tally.unsendable += 1;
      else this.tally.failed(operation.name, `no reply: ${String(error)}`, label, sent);
      return;
    }
    const fault: Fault = isElsewhere(operation, plan)
      ? target.checker.elsewhere(sent.address, sent.method, reply)
      : target.checker.declared(operation, sent.address, reply);
    this.tally.note(operation.name, plan.kind, reply.status);
    if (fault !== undefined) this.tally.failed(operation.name, fault, label, sent, reply);
    else this.keepIds(operation, plan, reply);
  }

  private async sendBadHttp(operation: Operation, turn: number, label: string): Promise<void> {
    const { url, checker } = this.targetOf(operation);
    const all = rawRequests(operation.method, this.known.address(operation, {}));
    const bytes = all[turn % all.length] ?? '';
    const sent: Sent = { method: 'raw', address: operation.path, headers: [], body: bytes };
    try {
      const reply = await sendRaw(url, bytes);
      this.tally.note(operation.name, 'raw', reply.status);
      const [, method = '', address = ''] = /^(\S+) (\S+)/.exec(bytes) ?? [];
      const fault = checker.elsewhere(address, method, reply);
      if (fault !== undefined) this.tally.failed(operation.name, fault, label, sent, reply);
    } catch (error) {
      this.tally.failed(operation.name, `no reply: ${String(error)}`, label, sent);
    }
  }

  private sentOf(operation: Operation, plan: Plan, { keys }: Target, turn: number): Sent {
    const body =
      plan.kind === 'valid' && !(plan.body instanceof Document) ? this.known.body(plan.body, turn) : plan.body;
    const headers = [...plan.headers];
    const named = (name: string): boolean => headers.some(([each]) => each === name);
    if (body !== undefined && !named('content-type')) headers.push(['content-type', 'application/json']);
    const key = plan.caller === 'stranger' ? STRANGER : plan.caller === 'nobody' ? undefined : keys[plan.caller];
    if (key !== undefined && !named('authorization')) headers.push(['authorization', `Bearer ${key}`]);
    const path = this.known.address(operation, plan.segments);
    return {
      method: plan.method,
      address: plan.query === '' ? path : `${path}?${plan.query}`,
      headers: headers.filter(([, value]) => value !== ''),
      body: body instanceof Document ? body.bytes : body === undefined ? undefined : JSON.stringify(body),
    };
  }

  private keepIds(operation: Operation, plan: Plan, reply: Reply): void {
    if (reply.status >= 300 || plan.method !== operation.method || mediaType(reply) !== 'application/json') return;
    if (plan.caller !== 'usual') return;
    const body = JSON.parse(reply.body.toString()) as Json;
    if (operation.name === 'POST /api/v2/tenants' && this.known.tenant === NO_TENANT)
      this.known.tenant = tenantIn(body);
    this.known.note(operation, body, reply.headers['x-request-id']);
  }

  private targetOf({ api }: Operation): Target {
    const found = this.targets.find((target) => target.api === api);
    if (!found) throw new Error(`${api.name} does not run`);
    return found;
  }
}

/** What takes a record or a tenant away for good is left for later. */
const FATAL = /deletion$|shred$|purge$|webhook\/test$/;
const GOOD: Plan = {
  kind: 'valid',
  method: 'GET',
  segments: {},
  query: '',
  caller: 'usual',
  headers: [],
  body: undefined,
};
const NO_TENANT = new Known().tenant;

const tenantIn = (body: Json): string => /"tenant":\{"id":"([^"]+)"/.exec(JSON.stringify(body))?.[1] ?? NO_TENANT;

/** Whether a request may have reached another operation than its own, or none. */
function isElsewhere(operation: Operation, plan: Plan): boolean {
  const odd = (text: string): boolean =>
    !/^(?:[\w~!$&'()*+,;=:@.-]|%[0-9a-f]{2})+$/i.test(text) || /^(?:\.|%2e){1,2}$/i.test(text);
  const segments = Object.values(plan.segments);
  return plan.method !== operation.method || segments.some((segment) => 'text' in segment && odd(segment.text));
}

/** A number from both, far from those of its neighbours. */
function mixed(seed: number, number: number): number {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35);
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
  return state ^ (state >>> 15);
}
