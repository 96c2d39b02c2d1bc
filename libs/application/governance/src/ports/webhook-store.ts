import type { Instant, Page, Slice, TenantId } from '@radiant/kernel';

/** Where a tenant is told of what concerns it. */
export interface Webhook {
  readonly tenantId: TenantId;
  /** A UUID; another one with each change. */
  readonly id: string;
  readonly url: string;
  readonly updatedAt: Instant;
  readonly updatedBy: string;
}

export const WEBHOOK_EVENTS = ['budget.alert', 'agreement.warning', 'webhook.test'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One event on its way. */
export interface WebhookDelivery {
  /** A UUID: the event's id, the same with each attempt. */
  readonly id: string;
  readonly tenantId: TenantId;
  readonly event: WebhookEvent;
  readonly createdAt: Instant;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** When it is tried next, or the attempt that runs is given up; undefined once it is over. */
  readonly dueAt: Instant | undefined;
  /** The status that the receiver gave last; undefined: it gave none. */
  readonly answered: number | undefined;
  readonly endedAt: Instant | undefined;
}

/** The webhook of one tenant and what it was told, within a transaction. Events themselves write their deliveries. */
export abstract class WebhookStore {
  abstract find(): Promise<Webhook | undefined>;
  /** In the place of the one before. @param secret kept sealed, and never read back here. */
  abstract put(webhook: Webhook, secret: string): Promise<void>;
  /** @returns false when there is none. */
  abstract remove(): Promise<boolean>;
  /** An event that says nothing, to be sent as all others are. */
  abstract test(id: string, at: Instant): Promise<void>;
  /** Newest first. */
  abstract deliveries(slice: Slice): Promise<Page<WebhookDelivery>>;
}
