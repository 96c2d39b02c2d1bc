import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError } from '@radiant/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readOn } from '../http/read-on.js';
import type { RouteTable } from '../http/route-table.js';
import type { Log } from '../logging/log.js';
import { causeOf } from '../logging/why-failed.js';
import { errorReply } from './error-reply.js';
import { toDomainError } from './to-domain-error.js';

/** Turns everything thrown on the way of a request into the one form of errors. */
@Catch()
export class ErrorFilter implements ExceptionFilter<unknown> {
  constructor(
    private readonly log: Log,
    private readonly routes: RouteTable,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const allowed = request.is404 ? this.routes.methodsOf(request.url) : [];
    const error =
      allowed.length > 0
        ? new DomainError('method_not_allowed', `this route has ${allowed.join(', ')}`)
        : toDomainError(thrown);
    if (allowed.length > 0) reply.header('allow', allowed.join(', '));
    request.failure = error.code;
    request.failureCause = causeOf(error);
    if (isLeft(request)) this.log.info('request left by its sender', { requestId: request.id });
    else if (error.code === 'internal_error') this.log.defect(request.id, error.cause ?? error);
    if (error.code === 'payload_too_large' && !request.raw.complete) {
      reply.removeHeader('connection');
      readOn(request.raw);
    }
    const { status, headers, body } = errorReply(request.url, error, request.id);
    void reply.status(status).headers(headers).send(body);
  }
}

/** Whether its caller went away before all of it had arrived: what that throws is nobody's defect. */
const isLeft = ({ raw }: FastifyRequest): boolean => raw.destroyed && !raw.complete;
