import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Controller, Get, Res } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { Public } from '../src/access/public.js';
import { GOOD, SmallController, smallApplication } from './small-application.js';

let running: Awaited<ReturnType<typeof smallApplication>> | undefined;
const start = async (...given: Parameters<typeof smallApplication>) => (running = await smallApplication(...given));
afterEach(async () => {
  await running?.close();
  running = undefined;
});

@Controller()
class ForgetfulController {
  @Get('forgotten')
  forgotten(): object {
    return {};
  }
}

let streaming: (raw: ServerResponse) => void;

@Controller()
class StreamController {
  @Get('stream')
  @Public()
  stream(@Res() reply: FastifyReply): void {
    reply.hijack();
    reply.raw.writeHead(200).write('first');
    streaming(reply.raw);
  }
}

describe('a process', () => {
  it('does not start with a route that declares neither a permission nor that it is public, and names it', async () => {
    await expect(start({ controllers: [SmallController, ForgetfulController] })).rejects.toThrow(
      '/forgotten declares neither @Permit() nor @Public()',
    );
    expect(running).toBeUndefined();
  });

  it.each(['/open', '/closed/1', '/', '/none'])('answers no TRACE at %s, and repeats nothing of it', async (path) => {
    const { send } = await start();
    const answer = await send(path, { authorization: `Bearer ${GOOD}`, 'x-secret': 'Jane Doe' }, 'TRACE');
    expect([404, 405]).toContain(answer.status);
    expect(answer.text + JSON.stringify(answer.headers)).not.toMatch(/Jane|Bearer/);
  });

  it("believes no x-forwarded-for of a caller that is none of its proxies, and a proxy's it does", async () => {
    const forged = { authorization: `Bearer ${GOOD}`, 'x-forwarded-for': '203.0.113.7' };
    const alone = await start();
    expect((await alone.send('/forbidden', forged)).status).toBe(403);
    expect(alone.trail.events).toMatchObject([{ origin: { ip: '127.0.0.1' } }]);
    await alone.close();
    const behind = await start({ trustedProxies: ['127.0.0.1'] });
    await behind.send('/forbidden', forged);
    await behind.send('/forbidden', { ...forged, 'x-forwarded-for': '198.51.100.1, 203.0.113.7' });
    expect(behind.trail.events.map(({ origin }) => origin?.ip)).toEqual(['203.0.113.7', '203.0.113.7']);
  });

  it('stops at once though a client holds a connection that it has not used, and one with half a request', async () => {
    const { port, server, close } = await start();
    running = undefined;
    const connected = async (): Promise<Socket> => {
      const accepted = once(server, 'connection');
      const client = connect(port, '127.0.0.1')
        .on('error', () => undefined)
        .resume();
      await accepted;
      return client;
    };
    const clients = [await connected(), await connected()];
    clients[1]?.write('GET /open HTTP/1.1\r\nhost: here\r\n');
    const ended = clients.map((client) => new Promise((resolve) => client.on('close', resolve)));
    await close();
    await Promise.all(ended);
  });

  it('lets a stream come to its end while it stops, and does not wait for the next request of its connection', async () => {
    const { port, server, close } = await start({ controllers: [StreamController] });
    running = undefined;
    const begun = new Promise<ServerResponse>((resolve) => (streaming = resolve));
    const agent = new Agent({ keepAlive: true });
    const answered = new Promise<IncomingMessage>((resolve) =>
      get({ port, host: '127.0.0.1', path: '/stream', agent }, resolve),
    );
    const raw = await begun;
    const received = text(await answered);
    const stopped = close();
    while (server.listening) await new Promise((resolve) => setImmediate(resolve));
    raw.end(' and last');
    expect(await received).toBe('first and last');
    await stopped;
    agent.destroy();
  });

  it('logs an error that nobody expected by its type and place, without its message, and tells the caller neither', async () => {
    const { send, logLines } = await start();
    const answer = await send('/broken?name=Jane');
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([500, 'INTERNAL_ERROR']);
    const [defect, ...others] = logLines().filter(({ msg }) => msg === 'defect');
    expect(others).toEqual([]);
    expect(defect).toMatchObject({ requestId: answer.headers['x-request-id'], errorType: 'TypeError' });
    expect(defect?.['stack']).toEqual(expect.arrayContaining([expect.stringContaining('SmallController.broken')]));
    expect(JSON.stringify(logLines()) + answer.text).not.toMatch(/Jane|patient/);
    expect(answer.text).not.toMatch(/TypeError|\bat /);
  });
});
