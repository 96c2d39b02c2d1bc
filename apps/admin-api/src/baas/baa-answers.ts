import { ApiProperty } from '@nestjs/swagger';
import type { Instant } from '@radiant/kernel';
import { WARNING_DAYS, type Agreement, type AgreementWarning } from '@radiant/registry';
import { SliceAnswer } from '../registry-paging.js';

const DAY_MS = 86_400_000;
/** Days before its end from which on an agreement is to be renewed. */
const WARNED_DAYS = 30;
const STATES = ['pending', 'live', 'expiring', 'expired'] as const;

/** A business associate agreement. */
export class BaaAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ example: 'demo' })
  readonly providerId!: string;

  @ApiProperty({ nullable: true, type: String, description: 'Null: every model of the provider.' })
  readonly modelId!: string | null;

  @ApiProperty({ nullable: true, type: String, description: 'Null: wherever the provider computes.' })
  readonly region!: string | null;

  @ApiProperty({ example: 'Contract 2026/17' })
  readonly documentReference!: string;

  @ApiProperty({ example: ['chat'] })
  readonly services!: readonly string[];

  @ApiProperty({ format: 'date-time' })
  readonly effectiveFrom!: string;

  @ApiProperty({ format: 'date-time' })
  readonly expiresAt!: string;

  @ApiProperty({ enum: STATES, description: '`expiring` from 30 days before its end on; it is still in force.' })
  readonly state!: string;

  @ApiProperty({ example: 365, description: 'Whole days that are left; 0 on the last one and after it.' })
  readonly daysLeft!: number;

  @ApiProperty({ example: 1, description: 'Counts its changes; the ETag.' })
  readonly revision!: number;

  @ApiProperty({ format: 'date-time' })
  readonly createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updatedAt!: string;
}

export class OneBaaAnswer {
  @ApiProperty()
  readonly baa!: BaaAnswer;
}

export class BaasAnswer {
  @ApiProperty({ type: [BaaAnswer] })
  readonly baas!: readonly BaaAnswer[];

  @ApiProperty()
  readonly pagination!: SliceAnswer;
}

/** A warning that an agreement ends. */
export class BaaWarningAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly baaId!: string;

  @ApiProperty({ example: 7, enum: WARNING_DAYS, description: 'Days before the end; 0: it has come.' })
  readonly daysBefore!: number;

  @ApiProperty({ format: 'date-time', description: 'The end that it is about; it may have been moved since.' })
  readonly expiresAt!: string;

  @ApiProperty({ format: 'date-time' })
  readonly raisedAt!: string;
}

export class BaaWarningsAnswer {
  @ApiProperty({ type: [BaaWarningAnswer] })
  readonly warnings!: readonly BaaWarningAnswer[];
}

export const presentWarning = (warning: AgreementWarning): BaaWarningAnswer => ({
  baaId: warning.agreementId,
  daysBefore: warning.daysBefore,
  expiresAt: new Date(warning.expiresAt).toISOString(),
  raisedAt: new Date(warning.raisedAt).toISOString(),
});

/** @param now decides what is in force. */
export function presentBaa(agreement: Agreement, now: Instant): BaaAnswer {
  const daysLeft = Math.max(0, Math.floor((agreement.expiresAt - now) / DAY_MS));
  return {
    id: agreement.id,
    providerId: agreement.providerId,
    modelId: agreement.modelId ?? null,
    region: agreement.region ?? null,
    documentReference: agreement.documentReference,
    services: agreement.services,
    effectiveFrom: new Date(agreement.effectiveFrom).toISOString(),
    expiresAt: new Date(agreement.expiresAt).toISOString(),
    state: stateOf(agreement, now, daysLeft),
    daysLeft,
    revision: agreement.revision,
    createdAt: new Date(agreement.createdAt).toISOString(),
    updatedAt: new Date(agreement.updatedAt).toISOString(),
  };
}

function stateOf({ effectiveFrom, expiresAt }: Agreement, now: Instant, daysLeft: number): (typeof STATES)[number] {
  if (expiresAt <= now) return 'expired';
  if (effectiveFrom > now) return 'pending';
  return daysLeft < WARNED_DAYS ? 'expiring' : 'live';
}
