import { DomainError } from '@radiant/kernel';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';

/** A tool's schema of 25 objects in each other fits; what reads bodies recurses, and fails on some thousands. */
const MOST_DEPTH = 100;

/** Refuses a body that is nested too deeply before anything walks through it. */
export function refuseDeepBodies(request: FastifyRequest, _: FastifyReply, done: HookHandlerDoneFunction): void {
  if (fits(request.body, MOST_DEPTH)) return done();
  done(new DomainError('validation_error', `the body must not be nested deeper than ${MOST_DEPTH} levels`));
}

function fits(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const each of Object.values(value)) if (!fits(each, levels - 1)) return false;
  return true;
}
