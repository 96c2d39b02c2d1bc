import { once } from 'node:events';
import { connect } from 'node:net';
import { FAULTS } from '@radiant/demo-provider';
import { MODEL, type Gateway, type TestTenant } from '@radiant/public-api/testing';
import type { Administration } from '../administration.js';
import type { Canaries } from './canaries.js';

/** An answer that the canaries of its request may not stand in. */
export interface Failure {
  readonly what: string;
  readonly text: string;
}

type Body = string | Readonly<Record<string, unknown>>;

interface Sent {
  readonly method?: string;
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
}

const ROUTES = ['/v1/chat/completions', '/api/v2/chat/completions'] as const;

/** Carries canaries along every way of both APIs and keeps what was answered where something failed. */
export class Flights {
  readonly failures: Failure[] = [];
  /** How often each status was answered. */
  readonly statuses = new Map<number, number>();

  constructor(
    private readonly administration: Administration,
    private readonly canaries: Canaries,
  ) {}

  private get gateway(): Gateway {
    return this.administration.gateway;
  }

  async send(url: string, path: string, { method = 'POST', as, headers, body }: Sent = {}): Promise<string> {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(as !== undefined && { authorization: `Bearer ${as}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        'user-agent': this.canaries.word(),
        ...headers,
      },
      body: typeof body === 'object' ? JSON.stringify(body) : body,
    });
    this.statuses.set(response.status, (this.statuses.get(response.status) ?? 0) + 1);
    const text = await response.text().catch(() => '');
    const head = JSON.stringify([...response.headers]);
    const streamed = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    // what a stream ends with when it fails; before that it is the caller's own text
    const shown = streamed ? `${head}${text.trim().split('\n\n').at(-1)}` : `${head}${response.ok ? '' : text}`;
    this.failures.push({ what: `${method} ${path.slice(0, 40)} ${response.status}`, text: shown });
    return text;
  }

  chat(path: string, tenant: TestTenant, extra: object = {}, url = this.gateway.url): Promise<string> {
    const messages = [{ role: 'user', content: this.canaries.record() }];
    return this.send(url, path, { as: tenant.key, body: { model: MODEL, messages, ...extra } });
  }

  /** Every fault of the upstream, streamed and not, on both routes and for both tenants. */
  async faults(): Promise<void> {
    let turn = 0;
    for (const fault of FAULTS) {
      this.gateway.upstream.behave({ fault });
      const calls = [false, true].flatMap((stream) =>
        ROUTES.map((path) => {
          turn += 1;
          return this.chat(path, turn % 3 === 0 ? this.gateway.hospital : this.gateway.clinic, { stream });
        }),
      );
      await Promise.all(calls);
    }
    this.gateway.upstream.behave({});
  }

  /** Callers that hang up before the answer, and in the midst of it. */
  async departures(): Promise<void> {
    const slow = { chunkIntervalMs: 20, chunkCharacters: 4 };
    for (const stream of [false, true]) {
      for (const begun of stream ? [false, true] : [false]) {
        this.gateway.upstream.behave(begun ? slow : { fault: 'hang' });
        const leaving = new AbortController();
        const body = JSON.stringify({
          model: MODEL,
          stream,
          messages: [{ role: 'user', content: this.canaries.record() }],
        });
        const arrived = this.gateway.upstream.nextRequest();
        const gone = this.gateway.upstream.nextAbort();
        const answer = this.gateway.send('/v1/chat/completions', { method: 'POST', body, signal: leaving.signal });
        answer.catch(() => undefined);
        await arrived;
        if (begun) await (await answer).body?.getReader().read();
        leaving.abort();
        await gone;
      }
    }
    this.gateway.upstream.behave({});
  }

  /** Texts in every place of a prompt but the user's message. */
  async slots(): Promise<void> {
    const { canaries } = this;
    const call = { id: 'c1', type: 'function', function: { name: 'lookup', arguments: '' } };
    for (const path of ROUTES) {
      call.function.arguments = JSON.stringify({ note: canaries.record() });
      await this.send(this.gateway.url, path, {
        as: this.gateway.clinic.key,
        headers: { 'x-radiant-restore': 'none', 'x-own-header': canaries.word(), cookie: `c=${canaries.word()}` },
        body: {
          model: MODEL,
          messages: [
            { role: 'system', content: canaries.record() },
            { role: 'user', content: [{ type: 'text', text: canaries.record() }] },
            { role: 'assistant', content: null, tool_calls: [call] },
            { role: 'tool', tool_call_id: 'c1', content: canaries.record() },
          ],
          tools: [{ type: 'function', function: { name: 'lookup', description: canaries.record() } }],
          metadata: { [canaries.word()]: canaries.record() },
          user: canaries.email(),
          [canaries.word()]: canaries.word(),
        },
      });
    }
  }

  /** Requests of the public API that are refused, each for another reason. */
  async refusals(): Promise<void> {
    const { canaries, gateway } = this;
    const as = gateway.clinic.key;
    const { url } = gateway;
    const messages = [{ role: 'user', content: canaries.record() }];
    const bodies: (() => Body)[] = [
      () => `{"model":"${canaries.word()}","messages":[`,
      () => `${canaries.record()}`,
      () => `["${canaries.word()}"]`,
      () => `"${canaries.word()}"`,
      () => ({ model: canaries.word(), messages }),
      () => ({ model: { [canaries.word()]: 1 }, messages }),
      () => ({ model: MODEL, messages: canaries.word() }),
      () => ({ model: MODEL, messages: [{ role: canaries.word(), content: 'x' }] }),
      () => ({ model: MODEL, messages: [{ role: 'user', content: [{ type: canaries.word() }] }] }),
      () => ({
        model: MODEL,
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: canaries.word() } }] }],
      }),
      () => ({ model: MODEL, messages, temperature: canaries.word() }),
      () => ({ model: MODEL, messages, stop: [canaries.word(), 1] }),
      () => ({ model: MODEL, messages, tools: [{ type: canaries.word() }] }),
      () => ({ model: MODEL, messages, tool_choice: canaries.word() }),
      () => ({ model: MODEL, messages, response_format: { type: canaries.word() } }),
      () => ({ model: MODEL, messages, reasoning_effort: canaries.word() }),
      () => ({ model: MODEL, messages, logit_bias: { [canaries.word()]: canaries.word() } }),
      () => ({ model: MODEL, messages, session_id: canaries.word(), phi_categories: [canaries.word()] }),
      () => ({ model: MODEL, messages, phi_categories: [canaries.word()] }),
    ];
    for (const path of ROUTES) for (const body of bodies) await this.send(url, path, { as, body: body() });
    for (const name of ['session-id', 'restore', 'phi']) {
      await this.chatWith({ [`x-radiant-${name}`]: canaries.word() }, ROUTES[0]);
    }
    const large = `{"model":"${MODEL}","padding":"${canaries.word().padEnd(5 * 1024 * 1024, 'x')}"}`;
    await this.send(url, ROUTES[0], { as, body: large });
    await this.send(url, ROUTES[0], { as, body: canaries.record(), headers: { 'content-type': 'text/plain' } });
    await this.send(url, ROUTES[1], { as, body: canaries.record(), headers: { 'content-type': canaries.word() } });
    await this.send(url, '/api/v2/invitations/accept', {
      as: await gateway.token({}),
      body: { token: canaries.word() },
    });
    await this.chatWith({ 'x-tenant-id': canaries.word() }, ROUTES[1]);
  }

  private chatWith(headers: Readonly<Record<string, string>>, path: string): Promise<string> {
    const body = { model: MODEL, messages: [{ role: 'user', content: this.canaries.record() }] };
    return this.send(this.gateway.url, path, { as: this.gateway.clinic.key, headers, body });
  }

  /** Addresses that are not there, or not so, on both APIs, and credentials that nobody has. */
  async addresses(): Promise<void> {
    const { canaries } = this;
    for (const [url, as] of [
      [this.gateway.url, this.gateway.clinic.key],
      [this.administration.url, this.administration.root],
    ] as const) {
      for (const path of [
        `/${canaries.word()}`,
        `/v1/${canaries.word()}/${canaries.word()}`,
        `/v1/models/${canaries.word()}`,
        `/v1/models/${canaries.word()}%zz`,
        `/api/v2/models/${canaries.word()}?x=${canaries.word()}`,
        `/api/v2/providers/${canaries.word()}/models`,
        `/api/v2/models?provider_id=${canaries.word()}&specialty=${canaries.word()}`,
        `/api/v2/models?limit=${canaries.word()}`,
        `/api/v2/usage?group_by=${canaries.word()}`,
        `/api/v2/usage/records?from=${canaries.word()}`,
        `/api/${canaries.word()}/chat/completions`,
        `/api/v2/tenants/${canaries.word()}`,
        `/docs/${canaries.word()}`,
      ]) {
        for (const method of ['GET', 'DELETE', 'OPTIONS']) await this.send(url, path, { method, as });
      }
      for (const credential of [
        canaries.key(),
        canaries.token(),
        canaries.word(),
        `${as.slice(0, -8)}${canaries.word()}`,
      ]) {
        await this.send(url, '/api/v2/models', { method: 'GET', as: credential });
        await this.send(url, '/api/v2/tenants', { method: 'GET', headers: { 'x-api-key': credential } });
        await this.send(url, '/v1/models', { method: 'GET', headers: { authorization: `Basic ${credential}` } });
      }
      await this.raw(url, `GET /${canaries.word()} HTTP/1.1\r\n${canaries.word()}\r\n\r\n`);
      await this.raw(url, `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${canaries.word().repeat(2_000)}\r\n\r\n`);
      await this.raw(url, `${canaries.word()}\r\n\r\n`);
    }
  }

  /** What is no HTTP. */
  private async raw(url: string, bytes: string): Promise<void> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (part: Buffer) => (text += part.toString('latin1'))).on('error', () => undefined);
    socket.end(bytes, 'latin1');
    await once(socket, 'close');
    this.failures.push({ what: 'not HTTP', text });
  }
}
