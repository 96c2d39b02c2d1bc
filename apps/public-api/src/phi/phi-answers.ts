import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PHI_CATEGORIES, REIDENTIFICATION_STATUSES } from '@radiant/phi';

export class PhiMatchAnswer {
  @ApiProperty({ enum: [...PHI_CATEGORIES], example: 'NAME' })
  readonly category!: string;

  @ApiProperty({ example: 8, description: 'UTF-16 offset of the first unit in the text as it was sent.' })
  readonly startIndex!: number;

  @ApiProperty({ example: 16, description: 'UTF-16 offset behind the last unit.' })
  readonly endIndex!: number;

  @ApiProperty({ example: 0.9, description: '0 to 1.' })
  readonly confidence!: number;
}

export class DetectionAnswer {
  @ApiProperty({ type: [PhiMatchAnswer] })
  readonly matches!: readonly PhiMatchAnswer[];
}

export class ReplacementAnswer extends PhiMatchAnswer {
  @ApiProperty({ example: '[PHI_NAME_48213]' })
  readonly placeholder!: string;

  @ApiPropertyOptional({ example: 0, description: 'Which of `texts`; only when those were sent.' })
  readonly textIndex?: number;
}

export class SanitizationAnswer {
  @ApiPropertyOptional({ example: 'Patient [PHI_NAME_48213]', description: 'Of `text`.' })
  readonly sanitizedText?: string;

  @ApiPropertyOptional({ type: [String], description: 'Of `texts`, in order.' })
  readonly sanitizedTexts?: readonly string[];

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'null when nothing was found.' })
  readonly mappingId!: string | null;

  @ApiProperty({ type: [ReplacementAnswer], description: 'Never the originals.' })
  readonly matches!: readonly ReplacementAnswer[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    example: { NAME: 1 },
    description: 'How many stretches were replaced, by category.',
  })
  readonly summary!: Readonly<Record<string, number>>;
}

export class ReidentifiedAnswer {
  @ApiProperty({ example: 'Dear Jane Doe' })
  readonly originalText!: string;

  @ApiProperty({ example: 1, description: 'How many placeholders were replaced.' })
  readonly restored!: number;
}

export class ReidentificationPendingAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly requestId!: string;

  @ApiProperty({ enum: ['pending'] })
  readonly status!: string;
}

export class ReidentificationAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly requestId!: string;

  @ApiProperty({ enum: [...REIDENTIFICATION_STATUSES] })
  readonly status!: string;

  @ApiPropertyOptional({ example: 'Dear Jane Doe', description: 'Once approved, until it expires.' })
  readonly originalText?: string;

  @ApiPropertyOptional({ example: 1 })
  readonly restored?: number;
}
