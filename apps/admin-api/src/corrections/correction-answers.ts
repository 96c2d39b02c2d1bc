import { ApiProperty } from '@nestjs/swagger';
import {
  CORRECTION_REASONS,
  type CorrectionFigures,
  type CorrectionReason,
  type CorrectionRun,
} from '@radiant/billing';
import { shown } from '../moments.js';

const usd = { type: String, example: '0.0000639' };

export class CorrectionFiguresAnswer {
  @ApiProperty({ example: 1, description: 'That are changed; the amounts are theirs.' })
  readonly calls!: number;

  @ApiProperty({ example: 0, description: 'That come to the same again.' })
  readonly unchanged!: number;

  @ApiProperty({ example: 0, description: 'Billed as reserved and left out: the truth about them may turn up.' })
  readonly estimates!: number;

  @ApiProperty(usd)
  readonly costBefore!: string;

  @ApiProperty(usd)
  readonly costAfter!: string;

  @ApiProperty(usd)
  readonly billedBefore!: string;

  @ApiProperty(usd)
  readonly billedAfter!: string;

  @ApiProperty({ example: 'USD' })
  readonly currency!: string;
}

export class CorrectionPreviewAnswer {
  @ApiProperty({ type: CorrectionFiguresAnswer })
  readonly preview!: CorrectionFiguresAnswer;
}

export class CorrectionAnswer extends CorrectionFiguresAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ enum: CORRECTION_REASONS, enumName: 'CorrectionReason' })
  readonly reason!: CorrectionReason;

  @ApiProperty({ format: 'date-time', example: '2026-11-02T08:00:00.000Z' })
  readonly createdAt!: string;

  @ApiProperty({ example: 'grace' })
  readonly createdBy!: string;
}

export class OneCorrectionAnswer {
  @ApiProperty({ type: CorrectionAnswer })
  readonly correction!: CorrectionAnswer;
}

export class CorrectionsAnswer {
  @ApiProperty({ type: [CorrectionAnswer] })
  readonly corrections!: readonly CorrectionAnswer[];
}

export const presentFigures = (figures: CorrectionFigures): CorrectionFiguresAnswer => ({
  calls: figures.calls,
  unchanged: figures.unchanged,
  estimates: figures.estimates,
  costBefore: figures.costBefore.toString(),
  costAfter: figures.costAfter.toString(),
  billedBefore: figures.billedBefore.toString(),
  billedAfter: figures.billedAfter.toString(),
  currency: 'USD',
});

export const presentCorrection = ({ id, reason, figures, createdAt, createdBy }: CorrectionRun): CorrectionAnswer => ({
  id,
  reason,
  ...presentFigures(figures),
  createdAt: shown(createdAt),
  createdBy,
});
