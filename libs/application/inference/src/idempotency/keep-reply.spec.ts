import { describe, expect, it } from '@jest/globals';
import { DomainError, requestId, tenantId } from '@radiant/kernel';
import type { IdempotencyClaim, KeptReply, KeyStanding } from '../ports/idempotent-replies.js';
import { IdempotentReplies } from '../ports/idempotent-replies.js';
import { Pause } from '../ports/pause.js';
import { TestTime } from '../testing/thermal-world.js';
import { IdempotentCall } from './idempotent-call.js';
import { KeepReply } from './keep-reply.js';

const TENANT = tenantId('11111111-1111-4111-8111-111111111111');
const CLAIM: IdempotencyClaim = {
  tenantId: TENANT,
  requestId: requestId('22222222-2222-4222-8222-222222222222'),
  keyDigest: 'a'.repeat(64),
  fingerprint: 'b'.repeat(64),
  sessionId: undefined,
  claimedAt: 0,
  claimedUntil: 1_000,
  keepUntil: 2_000,
};
const REPLY: KeptReply = { status: 200, headers: {}, body: '{}' };

/** Takes nothing before it has refused as often as it was told to. */
class BusyReplies extends IdempotentReplies {
  readonly asked: string[] = [];

  constructor(private refusals: number) {
    super();
  }

  keep(): Promise<void> {
    return this.answer('keep');
  }

  giveUp(): Promise<void> {
    return this.answer('give up');
  }

  find(): Promise<KeyStanding | undefined> {
    return Promise.resolve(undefined);
  }

  forget(): Promise<number> {
    return Promise.resolve(0);
  }

  private answer(what: string): Promise<void> {
    this.asked.push(what);
    this.refusals -= 1;
    return this.refusals >= 0 ? Promise.reject(new DomainError('service_unavailable', 'busy')) : Promise.resolve();
  }
}

class NotedPause extends Pause {
  readonly waited: number[] = [];

  wait(ms: number): Promise<void> {
    this.waited.push(ms);
    return Promise.resolve();
  }
}

async function keep(refusals: number, reply: KeptReply | undefined, billed = true) {
  const replies = new BusyReplies(refusals);
  const pause = new NotedPause();
  const call = new IdempotentCall(TENANT, CLAIM.keyDigest, CLAIM.fingerprint);
  call.claimed(CLAIM);
  call.settled(billed);
  await new KeepReply(replies, new TestTime(), pause).execute(call, reply);
  return { asked: replies.asked, waited: pause.waited };
}

describe('the reply to a call under a key', () => {
  it('is kept at once', async () => {
    expect(await keep(0, REPLY)).toEqual({ asked: ['keep'], waited: [] });
  });

  it('is kept by a store that is busy for a moment', async () => {
    expect(await keep(3, REPLY)).toEqual({ asked: ['keep', 'keep', 'keep', 'keep'], waited: [100, 400, 1_600] });
  });

  it('does not wait longer than that for a store that is away', async () => {
    expect(await keep(100, REPLY)).toEqual({ asked: ['keep', 'keep', 'keep', 'keep'], waited: [100, 400, 1_600] });
  });

  it('is given up when it did not become whole or was not billed', async () => {
    expect((await keep(1, undefined)).asked).toEqual(['give up', 'give up']);
    expect((await keep(0, REPLY, false)).asked).toEqual(['give up']);
  });
});
