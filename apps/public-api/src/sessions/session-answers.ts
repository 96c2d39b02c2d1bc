import { ApiProperty } from '@nestjs/swagger';
import type { SessionSummary, ShownSession } from '@radiant/inference';
import { encodeMessage } from '@radiant/protocol';

export class SessionAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ example: 'demo-chat-small', description: 'Of the latest turn.' })
  readonly model!: string;

  @ApiProperty({ example: 3, description: 'Exchanges that ended.' })
  readonly turns!: number;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ format: 'date-time', description: 'The end of the latest turn.' })
  readonly updatedAt!: string;

  @ApiProperty({ format: 'date-time', description: '30 days after the latest turn; unknown from then on.' })
  readonly expiresAt!: string;
}

export class SessionsAnswer {
  @ApiProperty({ type: [SessionAnswer] })
  readonly sessions!: readonly SessionAnswer[];
}

export class ShownSessionAnswer extends SessionAnswer {
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    example: [
      { role: 'user', content: 'Patient [PHI_NAME_48213] asks whether ibuprofen is safe.' },
      { role: 'assistant', content: '[PHI_NAME_48213] should ask a pharmacist.' },
    ],
    description:
      "OpenAI's messages of the latest exchange, the reply last. With originals for the owner where the policy restores " +
      'replies, otherwise with placeholders.',
  })
  readonly messages!: readonly object[];

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Where the originals are kept.' })
  readonly mappingId!: string | null;
}

export class OneSessionAnswer {
  @ApiProperty()
  readonly session!: ShownSessionAnswer;
}

export class DeletedSessionAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ example: true })
  readonly deleted!: boolean;
}

export const presentSummary = (session: SessionSummary): SessionAnswer => ({
  id: session.id,
  model: session.model,
  turns: session.turns,
  createdAt: new Date(session.createdAt).toISOString(),
  updatedAt: new Date(session.updatedAt).toISOString(),
  expiresAt: new Date(session.expiresAt).toISOString(),
});

export const presentSession = ({ session, messages }: ShownSession): ShownSessionAnswer => ({
  ...presentSummary(session),
  messages: messages.map(encodeMessage),
  mappingId: session.mappingId ?? null,
});
