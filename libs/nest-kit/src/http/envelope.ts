import { hasMore, type Page } from '@radiant/kernel';
import type { FastifyReply } from 'fastify';

export interface Pagination {
  readonly page: number;
  readonly limit: number;
  readonly total: number;
  readonly hasMore: boolean;
}

/** `{success, data, meta}`: the form of every successful native answer. */
export interface Envelope<Data> {
  readonly success: true;
  readonly data: Data;
  readonly meta: {
    readonly requestId: string;
    /** `duration` in ms, from the request's arrival. */
    readonly timing: { readonly duration: number };
    readonly pagination?: Pagination;
  };
}

/** Wraps `data` for the reply it goes out with. */
export function envelope<Data>(reply: FastifyReply, data: Data, pagination?: Pagination): Envelope<Data> {
  return {
    success: true,
    data,
    meta: {
      requestId: reply.request.id,
      timing: { duration: Math.round(reply.elapsedTime * 1000) / 1000 },
      ...(pagination && { pagination }),
    },
  };
}

/** The pagination of a record list, whose pages count from 1. */
export const pagination = (page: number, limit: number, found: Page<unknown>): Pagination => ({
  page,
  limit,
  total: found.total,
  hasMore: hasMore({ limit, offset: (page - 1) * limit }, found),
});
