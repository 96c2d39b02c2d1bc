import { AUDIT_ACTIONS, type AuditAction, type AuditOutcome } from '@radiant/kernel';
import type { AuditSearch } from '@radiant/governance';
import { ChoiceField, Moment, MomentField, OneOf, Text, TextField } from '@radiant/nest-kit';
import { RETENTION_CLASSES } from '@radiant/audit';
import { IDENTIFYING_CATEGORIES } from '@radiant/phi';
import { optionalInstant } from '../moments.js';
import { PageLimit, PageNumber, PageQuery } from '../paging.js';

const OUTCOMES: readonly AuditOutcome[] = ['success', 'refused', 'failed'];
const EXPORT_FORMATS = ['jsonl', 'csv', 'ocsf', 'syslog'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export class AuditFilterQuery {
  @Moment('First moment.')
  readonly from?: string;

  @Moment('First moment after the period.')
  readonly to?: string;

  @OneOf(AUDIT_ACTIONS)
  readonly action?: AuditAction;

  @OneOf(OUTCOMES)
  readonly outcome?: AuditOutcome;

  @Text('A person, an administrator, or an API key by its id.')
  readonly actor_id?: string;

  @Text()
  readonly resource_type?: string;

  @Text()
  readonly resource_id?: string;

  @Text()
  readonly request_id?: string;

  @Text()
  readonly provider_id?: string;
}

export class AuditSearchQuery extends AuditFilterQuery implements PageQuery {
  @PageNumber()
  readonly page: number = 1;

  @PageLimit()
  readonly limit: number = 50;
}

export class AuditExportQuery extends AuditFilterQuery {
  @OneOf(EXPORT_FORMATS)
  readonly format: ExportFormat = 'jsonl';
}

export class BreachScopeQuery {
  @TextField(1, 200, { example: 'demo' })
  readonly provider_id!: string;

  @MomentField({ example: '2026-01-01T00:00:00Z', description: 'First moment.' })
  readonly from!: string;

  @MomentField({ example: '2026-02-01T00:00:00Z', description: 'First moment after the period.' })
  readonly to!: string;
}

export class DisclosuresBody extends PageQuery {
  @ChoiceField(IDENTIFYING_CATEGORIES, { example: 'MEDICAL_RECORD', description: 'The category of the identifier.' })
  readonly category!: string;

  @TextField(1, 500, { example: '00482913', description: "One of the person's identifiers. It is kept nowhere." })
  readonly value!: string;
}

export class PurgeBody {
  @ChoiceField(RETENTION_CLASSES)
  readonly retention_class!: string;

  @MomentField({ example: '2019-01-01T00:00:00Z', description: 'Six years ago or earlier.' })
  readonly before!: string;
}

export const searchOf = (query: AuditFilterQuery): AuditSearch => ({
  from: optionalInstant(query.from),
  to: optionalInstant(query.to),
  action: query.action,
  outcome: query.outcome,
  actorId: query.actor_id,
  resourceType: query.resource_type,
  resourceId: query.resource_id,
  requestId: query.request_id,
  providerId: query.provider_id,
});
