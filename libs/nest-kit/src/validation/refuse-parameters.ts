import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { DomainError } from '@radiant/kernel';
import type { FastifyRequest } from 'fastify';
import { likeAField } from './validated.js';

/**
 * Reads of the native API that have no parameters take none: whoever asks for `?status=inactive` and is given everything
 * is given a wrong answer. Probes are left alone, and the shapes of OpenAI and Anthropic, whose clients send some of their own.
 */
export class RefuseParameters implements CanActivate {
  /** @throws DomainError `validation_error` naming the first parameter. */
  canActivate(context: ExecutionContext): boolean {
    const { method, url, query, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
    if (method !== 'GET' || !url.includes('?') || !url.startsWith('/api/v2/')) return true;
    if (routeOptions.config.public || takesQuery(context)) return true;
    const [first] = namesIn(query);
    if (first === undefined) return true;
    const field = likeAField(first);
    throw new DomainError('validation_error', `${field} is not a parameter here: there are none`, { field });
  }
}

function takesQuery(context: ExecutionContext): boolean {
  const { name } = context.getHandler();
  const taken: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), name);
  return namesIn(taken).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
}

const namesIn = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];
