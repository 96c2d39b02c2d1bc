import { describeIdempotentReplies } from '@radiant/inference/testing';
import { MemoryIdempotentReplies, type Money } from './memory-idempotent-replies.js';

describeIdempotentReplies('memory', async () => {
  const money = new Map<string, Money>();
  const replies = new MemoryIdempotentReplies((tenantId, requestId) => money.get(`${tenantId}#${requestId}`) ?? 'held');
  return {
    replies,
    depart: async (claim) => replies.take(claim),
    settle: async (tenantId, requestId, how) => void money.set(`${tenantId}#${requestId}`, how),
  };
});
