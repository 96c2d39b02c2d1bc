import { ApiProperty } from '@nestjs/swagger';
import {
  moment,
  readableBody,
  RETENTION_CLASSES,
  CHAIN_PROBLEM_KINDS,
  type FoundAuditRow,
  type OpenedAuditBody,
  type ProviderExposure,
} from '@radiant/audit';
import { AUDIT_ACTIONS } from '@radiant/kernel';

const nullableText = { type: String, nullable: true } as const;

export class AuditRecordAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly id!: string;

  @ApiProperty({ format: 'uuid' })
  readonly tenantId!: string;

  @ApiProperty({ type: Number, nullable: true, description: 'Its place in the chain; null for about half a second.' })
  readonly sequence!: number | null;

  @ApiProperty({ ...nullableText, description: 'SHA-256 in hex, over the row before and this one.' })
  readonly hash!: string | null;

  @ApiProperty({ format: 'date-time' })
  readonly occurredAt!: string;

  @ApiProperty({ enum: [...RETENTION_CLASSES] })
  readonly retentionClass!: string;

  @ApiProperty({ description: 'Emptied after its time; everything below is null then.' })
  readonly purged!: boolean;

  @ApiProperty({ enum: [...AUDIT_ACTIONS], nullable: true, type: String, example: 'api_key.create' })
  readonly action!: string | null;

  @ApiProperty({ enum: ['success', 'refused', 'failed'], nullable: true, type: String })
  readonly outcome!: string | null;

  @ApiProperty({ enum: ['service', 'user', 'admin', 'system'], nullable: true, type: String })
  readonly actorKind!: string | null;

  @ApiProperty(nullableText)
  readonly userId!: string | null;

  @ApiProperty(nullableText)
  readonly adminId!: string | null;

  @ApiProperty({ ...nullableText, format: 'uuid' })
  readonly apiKeyId!: string | null;

  @ApiProperty(nullableText)
  readonly appId!: string | null;

  @ApiProperty({ type: Boolean, nullable: true, description: 'A super administrator of another tenant did it.' })
  readonly crossTenant!: boolean | null;

  @ApiProperty(nullableText)
  readonly resourceType!: string | null;

  @ApiProperty(nullableText)
  readonly resourceId!: string | null;

  @ApiProperty({ ...nullableText, format: 'uuid' })
  readonly requestId!: string | null;

  @ApiProperty(nullableText)
  readonly providerId!: string | null;

  @ApiProperty(nullableText)
  readonly modelId!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    nullable: true,
    example: { NAME: 1, MEDICAL_RECORD: 1 },
    description: 'What was found, by category; never a value.',
  })
  readonly phi!: Readonly<Record<string, number>> | null;

  @ApiProperty({ type: Boolean, nullable: true, description: 'Whether anything of it left in the clear.' })
  readonly phiDisclosed!: boolean | null;

  @ApiProperty({ ...nullableText, description: "Sealed under the tenant's key; null once that was destroyed." })
  readonly ipAddress!: string | null;

  @ApiProperty({ ...nullableText, description: 'Sealed likewise.' })
  readonly userAgent!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, description: 'Sealed likewise.' })
  readonly details!: object | null;
}

export class AuditRecordsAnswer {
  @ApiProperty({ type: [AuditRecordAnswer] })
  readonly records!: readonly AuditRecordAnswer[];
}

class ChainPositionAnswer {
  @ApiProperty()
  readonly sequence!: number;

  @ApiProperty()
  readonly hash!: string;
}

class ChainProblemAnswer {
  @ApiProperty()
  readonly sequence!: number;

  @ApiProperty({ enum: [...CHAIN_PROBLEM_KINDS] })
  readonly kind!: string;

  @ApiProperty()
  readonly message!: string;
}

export class VerificationAnswer {
  @ApiProperty({ description: 'Whether nothing was found.' })
  readonly valid!: boolean;

  @ApiProperty({ format: 'uuid' })
  readonly tenantId!: string;

  @ApiProperty({ description: 'Rows that were looked at.' })
  readonly rows!: number;

  @ApiProperty({ description: 'Of these, emptied after their time.' })
  readonly purged!: number;

  @ApiProperty({ type: ChainPositionAnswer, nullable: true })
  readonly last!: ChainPositionAnswer | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'The furthest row that a checkpoint was signed at; null: none is there, so a cut-off end is not seen.',
  })
  readonly signedUpTo!: number | null;

  @ApiProperty()
  readonly problemCount!: number;

  @ApiProperty({ type: [ChainProblemAnswer], description: 'The first thousand, by sequence.' })
  readonly problems!: readonly ChainProblemAnswer[];
}

export class DisclosuresAnswer extends AuditRecordsAnswer {
  @ApiProperty({
    description:
      'Calls of the six years in which 64 identifiers or more left, of which 64 are kept: the person may be in one of ' +
      'them and is not found by it. `subjectsLeftOut` in the details of such a row says how many are not kept.',
  })
  readonly crowdedCalls!: number;
}

class ExposureAnswer {
  @ApiProperty({ format: 'uuid' })
  readonly tenantId!: string;

  @ApiProperty()
  readonly calls!: number;

  @ApiProperty({ description: 'Calls that sent something in the clear.' })
  readonly disclosingCalls!: number;

  @ApiProperty({ description: 'Different people concerned, as far as identifiers tell.' })
  readonly subjects!: number;

  @ApiProperty({
    description: 'Calls with 64 identifiers or more, of which 64 are kept: they may concern more people.',
  })
  readonly crowdedCalls!: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { NAME: 12 } })
  readonly categories!: Readonly<Record<string, number>>;
}

export class BreachScopeAnswer {
  @ApiProperty({ type: [ExposureAnswer] })
  readonly tenants!: readonly ExposureAnswer[];
}

export class PurgeAnswer {
  @ApiProperty({ description: 'Rows that were emptied.' })
  readonly purged!: number;
}

export const presentRecord = (row: FoundAuditRow, body: OpenedAuditBody): AuditRecordAnswer => {
  const { content } = row;
  const opened = readableBody(body);
  return {
    id: row.id,
    tenantId: row.tenantId,
    sequence: row.sequence ?? null,
    hash: row.hash ?? null,
    occurredAt: moment(row.occurredAt),
    retentionClass: row.retentionClass,
    purged: content === undefined,
    action: content?.action ?? null,
    outcome: content?.outcome ?? null,
    actorKind: content?.actorKind ?? null,
    userId: content?.userId ?? null,
    adminId: content?.adminId ?? null,
    apiKeyId: content?.apiKeyId ?? null,
    appId: content?.appId ?? null,
    crossTenant: content?.crossTenant ?? null,
    resourceType: content?.resourceType ?? null,
    resourceId: content?.resourceId ?? null,
    requestId: content?.requestId ?? null,
    providerId: content?.providerId ?? null,
    modelId: content?.modelId ?? null,
    phi: content?.phi ?? null,
    phiDisclosed: content?.phiDisclosed ?? null,
    ipAddress: opened.ip,
    userAgent: opened.userAgent,
    details: opened.details,
  };
};

export const presentExposure = (exposure: ProviderExposure): ExposureAnswer => ({
  tenantId: exposure.tenantId,
  calls: exposure.calls,
  disclosingCalls: exposure.disclosingCalls,
  subjects: exposure.subjects,
  crowdedCalls: exposure.crowdedCalls,
  categories: exposure.categories,
});
