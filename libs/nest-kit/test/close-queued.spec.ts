import { once } from 'node:events';
import { connect } from 'node:net';
import { Controller, Get, Res } from '@nestjs/common';
import { expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { Public } from '../src/access/public.js';
import { smallApplication } from './small-application.js';

it('an answer behind another one is told when its connection is lost', async () => {
  const [begun, over]: [FastifyReply[], Set<FastifyReply>] = [[], new Set()];
  @Controller()
  class WaitingController {
    @Get('waits')
    @Public()
    wait(@Res() reply: FastifyReply): void {
      begun.push(reply);
      reply.raw.once('close', () => over.add(reply));
    }
  }
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const running = await smallApplication({ controllers: [WaitingController] });
  const socket = connect(running.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('GET /waits HTTP/1.1\r\nhost: localhost\r\n\r\n'.repeat(3));
  while (begun.length < 3) await turn();
  socket.destroy();
  while (over.size < 3) await turn();
  expect(begun.every(({ raw }) => raw.destroyed)).toBe(true);
  await running.close();
});
