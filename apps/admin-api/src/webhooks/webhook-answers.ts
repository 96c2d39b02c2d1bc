import { ApiProperty } from '@nestjs/swagger';
import { DELIVERY_STATUSES, WEBHOOK_EVENTS, type Webhook, type WebhookDelivery } from '@radiant/governance';
import { TextField } from '@radiant/nest-kit';
import { shown } from '../moments.js';

export class WebhookBody {
  @TextField(1, 500, {
    example: 'https://alerts.clinic.example/radiant',
    description: 'An https address outside of private networks, without credentials. Redirects are not followed.',
  })
  readonly url!: string;
}

class WebhookAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ example: 'https://alerts.clinic.example/radiant' })
  readonly url!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt!: string;

  @ApiProperty()
  readonly updatedBy!: string;
}

export class OneWebhookAnswer {
  @ApiProperty()
  readonly webhook!: WebhookAnswer;
}

export class PutWebhookAnswer extends OneWebhookAnswer {
  @ApiProperty({ description: 'Signs every event. Shown this once; putting the webhook again draws another one.' })
  readonly secret!: string;
}

export class TestedWebhookAnswer {
  @ApiProperty({ format: 'uuid', description: "The event's id, as in the list of deliveries." })
  readonly eventId!: string;
}

class DeliveryAnswer {
  @ApiProperty({ format: 'uuid', description: "The event's id, as in `x-radiant-event-id`." })
  readonly id!: string;

  @ApiProperty({ enum: WEBHOOK_EVENTS })
  readonly event!: string;

  @ApiProperty({ enum: DELIVERY_STATUSES, description: '`failed`: given up after a day.' })
  readonly status!: string;

  @ApiProperty()
  readonly attempts!: number;

  @ApiProperty({ type: Number, nullable: true, description: 'The status that the receiver gave last.' })
  readonly answered!: number | null;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly nextAttemptAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly endedAt!: string | null;
}

export class DeliveriesAnswer {
  @ApiProperty({ type: [DeliveryAnswer] })
  readonly deliveries!: readonly DeliveryAnswer[];
}

export const presentWebhook = ({ id, url, updatedAt, updatedBy }: Webhook): WebhookAnswer => ({
  id,
  url,
  updatedAt: shown(updatedAt),
  updatedBy,
});

export const presentDelivery = (delivery: WebhookDelivery): DeliveryAnswer => ({
  id: delivery.id,
  event: delivery.event,
  status: delivery.status,
  attempts: delivery.attempts,
  answered: delivery.answered ?? null,
  createdAt: shown(delivery.createdAt),
  nextAttemptAt: shown(delivery.dueAt),
  endedAt: shown(delivery.endedAt),
});
