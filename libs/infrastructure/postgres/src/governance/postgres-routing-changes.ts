import { DomainError, PLATFORM_TENANT, type Page, type Slice } from '@radiant/kernel';
import {
  agreementId,
  AgreementStore,
  AgreementWarningStore,
  RoutingRuleStore,
  WARNING_DAYS,
  type Agreement,
  type AgreementId,
  type AgreementWarning,
  type RoutingRule,
} from '@radiant/registry';
import {
  AGREEMENTS,
  RULES,
  storedAgreement,
  storedRule,
  targetsColumn,
  type AgreementRecord,
  type RuleRecord,
} from '../stored-routing.js';
import type { Columns, Statements } from './statements.js';

/** The rows of `agreements`, which all tenants share. */
export class PostgresAgreementStore extends AgreementStore {
  constructor(private readonly statements: Statements) {
    super();
  }

  async find(id: AgreementId): Promise<Agreement | undefined> {
    await this.statements.hold('agreements', PLATFORM_TENANT, id);
    const [row] = await this.statements.rows<AgreementRecord>(`${AGREEMENTS} where id = $1`, [id]);
    return row && storedAgreement(row);
  }

  async add(agreement: Agreement): Promise<void> {
    await this.statements.add('agreements', {
      id: agreement.id,
      provider_id: agreement.providerId,
      model_id: agreement.modelId ?? null,
      created_at: new Date(agreement.createdAt),
      ...changeable(agreement),
    });
  }

  async save(agreement: Agreement): Promise<void> {
    await this.statements.save('agreements', { id: agreement.id }, changeable(agreement));
  }
}

interface WarningRecord {
  readonly agreement_id: string;
  readonly expires_at: Date;
  readonly days_before: number;
  readonly raised_at: Date;
}

/** The rows of `agreement_warnings`. */
export class PostgresAgreementWarningStore extends AgreementWarningStore {
  constructor(private readonly statements: Statements) {
    super();
  }

  add(warning: AgreementWarning): Promise<boolean> {
    return this.statements.insert('agreement_warnings', {
      agreement_id: warning.agreementId,
      expires_at: new Date(warning.expiresAt),
      days_before: warning.daysBefore,
      raised_at: new Date(warning.raisedAt),
    });
  }

  async list({ limit, offset }: Slice): Promise<Page<AgreementWarning>> {
    const rows = await this.statements.rows<WarningRecord>(
      `select agreement_id, expires_at, days_before, raised_at from agreement_warnings
        order by raised_at desc, agreement_id desc, days_before limit $1 offset $2`,
      [limit, offset],
    );
    const [counted] = await this.statements.rows<{ readonly total: number }>(
      'select count(*)::integer as total from agreement_warnings',
      [],
    );
    return { items: rows.map(storedWarning), total: counted?.total ?? 0 };
  }
}

/** The rows of `routing_rules`, which all tenants share. */
export class PostgresRoutingRuleStore extends RoutingRuleStore {
  constructor(private readonly statements: Statements) {
    super();
  }

  async find(name: string): Promise<RoutingRule | undefined> {
    await this.statements.hold('routing_rules', PLATFORM_TENANT, name);
    const [row] = await this.statements.rows<RuleRecord>(`${RULES} where name = $1`, [name]);
    return row && storedRule(row);
  }

  async put(rule: RoutingRule): Promise<void> {
    const columns = {
      targets: targetsColumn(rule.targets),
      prefer: rule.prefer,
      revision: rule.revision,
      updated_at: new Date(rule.updatedAt),
    };
    if (await this.statements.update('routing_rules', { name: rule.name }, columns)) return;
    await this.statements.add('routing_rules', { name: rule.name, created_at: new Date(rule.createdAt), ...columns });
  }

  async remove(name: string): Promise<boolean> {
    return (await this.statements.changed('delete from routing_rules where name = $1', [name])) > 0;
  }
}

const storedWarning = (row: WarningRecord): AgreementWarning => ({
  agreementId: agreementId(row.agreement_id),
  expiresAt: row.expires_at.getTime(),
  daysBefore: storedDays(row.days_before),
  raisedAt: row.raised_at.getTime(),
});

function storedDays(stored: number): AgreementWarning['daysBefore'] {
  const days = WARNING_DAYS.find((each) => each === stored);
  if (days === undefined) throw new DomainError('service_unavailable', 'a stored row is not valid');
  return days;
}

const changeable = (agreement: Agreement): Columns => ({
  region: agreement.region ?? null,
  document_reference: agreement.documentReference,
  services: [...agreement.services],
  effective_from: new Date(agreement.effectiveFrom),
  expires_at: new Date(agreement.expiresAt),
  revision: agreement.revision,
  updated_at: new Date(agreement.updatedAt),
});
