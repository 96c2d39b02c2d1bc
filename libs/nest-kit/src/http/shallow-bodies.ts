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
  if (!isNested(value)) return true;
  if (levels === 0) return false;
  const values: readonly unknown[] = Array.isArray(value) ? value : Object.values(value); // a copy of a list is work
  for (const each of values) if (isNested(each) && !fits(each, levels - 1)) return false;
  return true;
}

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;
