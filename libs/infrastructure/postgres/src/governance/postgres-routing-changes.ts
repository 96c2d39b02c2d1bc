import { PLATFORM_TENANT } from '@radiant/kernel';
import {
  AgreementStore,
  RoutingRuleStore,
  type Agreement,
  type AgreementId,
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

const changeable = (agreement: Agreement): Columns => ({
  region: agreement.region ?? null,
  document_reference: agreement.documentReference,
  services: [...agreement.services],
  effective_from: new Date(agreement.effectiveFrom),
  expires_at: new Date(agreement.expiresAt),
  revision: agreement.revision,
  updated_at: new Date(agreement.updatedAt),
});
