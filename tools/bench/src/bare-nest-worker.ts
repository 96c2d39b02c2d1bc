// A process of its own, so that its start and memory are the stack's alone.
import 'reflect-metadata';
import { Controller, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Pool } from 'undici';

const CONNECTIONS = 256;

/**
 * The stack alone: NestJS on Fastify reads the body, undici sends it on and brings the answer. It authenticates, hides,
 * counts and writes nothing, so no gateway of this stack is faster.
 */
async function runBareNest(upstream: string, port: number): Promise<void> {
  const pool = new Pool(upstream, { connections: CONNECTIONS });

  @Controller('v1/chat')
  class Forward {
    @Post('completions')
    async complete(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const { statusCode, headers, body } = await pool.request({
        method: 'POST',
        path: '/v1/chat/completions',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request.body),
      });
      const contentType = String(headers['content-type']);
      void reply.code(statusCode).header('content-type', contentType);
      await reply.send(contentType.startsWith('application/json') ? await body.text() : body);
    }
  }

  @Module({ controllers: [Forward] })
  class Gateway {}

  const application = await NestFactory.create<NestFastifyApplication>(Gateway, new FastifyAdapter(), {
    logger: false,
  });
  process.once('SIGTERM', () => process.exit(0));
  await application.listen(port, '127.0.0.1');
}

const [upstream = '', port] = process.argv.slice(2);
await runBareNest(upstream, Number(port));
