import { setTimeout as pause } from 'node:timers/promises';
import { Money, type Clock, type IdGenerator, type Sealer } from '@radiant/kernel';
import { type Environment, type Log, whyFailed } from '@radiant/nest-kit';
import { WebhookOutbox, type DueDelivery } from '@radiant/postgres';
import { WebhookSender } from '@radiant/providers';
import type { Database } from './open-database.js';
import { outbound } from './outbound.js';
import { repeat } from './repeated.js';

const LOOK_EVERY_MS = 1_000;
const AT_ONCE = 20;
/** Longer than an attempt takes: who claimed it and died is followed by another. */
const LEASE_SECONDS = 60;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60 * 60_000;
const GIVEN_UP_MS = 24 * 60 * 60_000;

export interface WebhookParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly log: Log;
}

/**
 * Sends what tenants are to be told. Any number of replicas may: each delivery is claimed by one of them.
 * @throws EnvironmentError naming the variable.
 */
export function openWebhooks(environment: Environment, parts: WebhookParts) {
  const { embedded, allowedWebhooks } = environment;
  const { database, sealer, clock, ids, log } = parts;
  const outbox = new WebhookOutbox(database.unitOfWork, sealer);
  const sender = new WebhookSender({
    allowedOrigins: allowedWebhooks,
    allowLoopback: embedded,
    ...outbound(environment),
  });
  const deliver = async (delivery: DueDelivery): Promise<void> => {
    const { to, ageMs, attempts } = delivery;
    if (!to) return outbox.ended(delivery, { status: 'failed' }, undefined);
    const timestamp = Math.floor(clock.now() / 1_000);
    const event = { id: delivery.id, body: bodyOf(delivery), secret: to.secret, timestamp };
    const answered = await sender.send(to.url, event);
    if (answered !== undefined && answered >= 200 && answered < 300) {
      return outbox.ended(delivery, { status: 'delivered' }, answered);
    }
    const againAfterMs = pauseMs(attempts, ids);
    const over = ageMs + againAfterMs > GIVEN_UP_MS;
    if (over) log.warn('a webhook could not be delivered for a day', { tenantId: delivery.tenantId });
    return outbox.ended(delivery, over ? { status: 'failed' } : { status: 'pending', againAfterMs }, answered);
  };
  const sending = repeat(
    async () => {
      const due = await outbox.claim(AT_ONCE, LEASE_SECONDS);
      // One that fails here is claimed again when its time is over; the others are sent all the same.
      const ends = await Promise.allSettled(due.map(deliver));
      if (ends.some(({ status }) => status === 'rejected')) await pause(LOOK_EVERY_MS);
    },
    LOOK_EVERY_MS,
    (error) => log.error('webhooks could not be looked for', whyFailed(error)),
  );
  return {
    addresses: sender,
    async stop(): Promise<void> {
      await sending.stop();
      await sender.close();
    },
  };
}

/** Full jitter: never all receivers, or all of one's events, at once. */
const pauseMs = (attempts: number, ids: IdGenerator): number =>
  ids.integer(0, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20)) + 1);

/** What the receiver reads: ids, numbers and moments. */
function bodyOf({ id, event, tenantId, createdAt, data }: DueDelivery): string {
  const created_at = new Date(createdAt).toISOString();
  return JSON.stringify({
    id,
    event,
    created_at,
    tenant_id: tenantId,
    data: event === 'budget.alert' ? inUsd(data) : data,
  });
}

function inUsd({ budget_id, percent, period_start, spent_picos, limit_picos }: DueDelivery['data']): object {
  const usd = (picos: unknown): string => Money.ofPicos(BigInt(String(picos))).toString();
  return { budget_id, percent, period_start, spent: usd(spent_picos), limit: usd(limit_picos), currency: 'USD' };
}
