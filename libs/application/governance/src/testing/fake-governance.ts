import {
  AuditStore,
  type AuditQuery,
  type FoundAuditRow,
  type ProviderExposure,
  type SealedAuditRow,
} from '@radiant/audit';
import type { Budget, Invoice } from '@radiant/billing';
import type {
  App,
  AppUser,
  BreakGlassGrant,
  Invitation,
  LegalHold,
  ManagedApiKey,
  Tenant,
  TokenRevocation,
} from '@radiant/identity';
import { AuditTrail, DomainError, type AuditEvent, type Page, type Slice, type TenantId } from '@radiant/kernel';
import type { ReidentificationOfText } from '@radiant/phi';
import type { Agreement, AgreementWarning, Model, PriceImport, Provider, RoutingRule } from '@radiant/registry';
import { AuditStores } from '../ports/audit-stores.js';
import { GovernanceTransactions, type GovernanceTransaction } from '../ports/governance-transactions.js';
import { FakeBudgets } from './fake-budgets.js';
import { FakeWebhooks } from './fake-webhooks.js';
import type { Webhook, WebhookDelivery } from '../ports/webhook-store.js';
import { FakeCorrections, type FakeCorrectionRun, type FakeStandingCall } from './fake-corrections.js';
import { FakeInvoices, FakeLedgerShares, type FakeCharge } from './fake-invoices.js';
import { FakeMarkups, type FakeMarkup } from './fake-markups.js';
import { FakeProviderBills, type FakeProviderBill } from './fake-provider-bills.js';
import {
  FakeAgreements,
  FakeAgreementWarnings,
  FakeModels,
  FakePriceImports,
  FakeProviders,
  FakeRoutingRules,
} from './fake-registry.js';
import {
  FakeApiKeys,
  FakeApps,
  FakeAppUsers,
  FakeBreakGlass,
  FakeInvitations,
  FakeLegalHolds,
  FakeReidentifications,
  FakeTenants,
  FakeTokenRevocations,
} from './fake-stores.js';

/** Everything that is kept. */
export class FakeState {
  readonly tenants: Tenant[] = [];
  readonly apps: App[] = [];
  readonly apiKeys: ManagedApiKey[] = [];
  readonly appUsers: AppUser[] = [];
  readonly invitations: Invitation[] = [];
  readonly tokenRevocations: TokenRevocation[] = [];
  readonly breakGlass: BreakGlassGrant[] = [];
  readonly legalHolds: LegalHold[] = [];
  readonly reidentifications: ReidentificationOfText[] = [];
  readonly budgets: Budget[] = [];
  readonly invoices: Invoice[] = [];
  readonly charges: FakeCharge[] = [];
  readonly markups: FakeMarkup[] = [];
  readonly webhooks: Webhook[] = [];
  readonly webhookDeliveries: WebhookDelivery[] = [];
  readonly calls: FakeStandingCall[] = [];
  readonly corrections: FakeCorrectionRun[] = [];
  readonly providers: Provider[] = [];
  readonly models: Model[] = [];
  readonly agreements: Agreement[] = [];
  readonly agreementWarnings: AgreementWarning[] = [];
  readonly rules: RoutingRule[] = [];
  readonly priceImports: PriceImport[] = [];
  readonly providerBills: FakeProviderBill[] = [];
  readonly rows: SealedAuditRow[] = [];
  /** Rows that have waited too long for their place. */
  unchained = 0;
  readonly events: AuditEvent[] = [];
}

/** Transactions over lists: what `work` did is kept when it returns and lost when it throws. */
export class FakeGovernance extends GovernanceTransactions {
  state = new FakeState();
  /** The trail can be written nowhere. */
  auditFails = false;

  override async run<Result>(
    tenantId: TenantId,
    work: (transaction: GovernanceTransaction) => Promise<Result>,
  ): Promise<Result> {
    const { budgets, invoices, charges, calls, corrections, providerBills, ...others } = this.state; // they never change, and their Money can't be cloned
    const draft: FakeState = {
      ...structuredClone(others),
      budgets: [...budgets],
      invoices: [...invoices],
      charges: [...charges],
      calls: [...calls],
      corrections: [...corrections],
      providerBills: [...providerBills],
    };
    const result = await work(this.over(draft, tenantId));
    this.state = draft;
    return result;
  }

  private over(state: FakeState, tenantId: TenantId): GovernanceTransaction {
    return {
      tenants: new FakeTenants(state.tenants, tenantId),
      apps: new FakeApps(state.apps),
      apiKeys: new FakeApiKeys(state.apiKeys, tenantId),
      appUsers: new FakeAppUsers(state.appUsers, tenantId),
      invitations: new FakeInvitations(state.invitations, tenantId),
      tokenRevocations: new FakeTokenRevocations(state.tokenRevocations),
      breakGlass: new FakeBreakGlass(state.breakGlass, tenantId),
      legalHolds: new FakeLegalHolds(state.legalHolds, tenantId),
      reidentifications: new FakeReidentifications(state.reidentifications, tenantId),
      budgets: new FakeBudgets(state.budgets, tenantId),
      invoices: new FakeInvoices(state.invoices, tenantId),
      markups: new FakeMarkups(state.markups, tenantId),
      corrections: new FakeCorrections(state.corrections, state.calls, tenantId),
      ledgerShares: new FakeLedgerShares(state.charges, tenantId),
      webhooks: new FakeWebhooks(state.webhooks, state.webhookDeliveries, tenantId),
      providers: new FakeProviders(state.providers),
      models: new FakeModels(state.models),
      agreements: new FakeAgreements(state.agreements),
      agreementWarnings: new FakeAgreementWarnings(state.agreementWarnings),
      rules: new FakeRoutingRules(state.rules),
      priceImports: new FakePriceImports(state.priceImports),
      providerBills: new FakeProviderBills(state.providerBills),
      audit: new FakeTrail(state.events, tenantId, () => this.auditFails),
      auditLog: new FakeAuditStore(state, tenantId),
    };
  }
}

class FakeTrail extends AuditTrail {
  constructor(
    private readonly events: AuditEvent[],
    private readonly scope: TenantId,
    private readonly fails: () => boolean,
  ) {
    super();
  }

  async record(event: AuditEvent): Promise<void> {
    if (this.fails()) throw new DomainError('service_unavailable', 'the trail can not be written');
    if (event.tenantId !== this.scope) throw new TypeError('the event belongs into another trail');
    this.events.push(event);
  }
}

/** Reads the rows of a state: one tenant's, or all. */
class FakeAuditStore extends AuditStore {
  constructor(
    private readonly state: FakeState,
    private readonly scope: TenantId | undefined,
  ) {
    super();
  }

  async search(query: AuditQuery, { limit, offset }: Slice): Promise<Page<FoundAuditRow>> {
    const found = this.matching(query).toReversed();
    return { items: found.slice(offset, offset + limit), total: found.length };
  }

  async chain(_: TenantId, after: number, limit: number): Promise<readonly SealedAuditRow[]> {
    return this.matching({})
      .filter(({ sequence }) => sequence > after)
      .slice(0, limit);
  }

  async waiting(): Promise<number> {
    return this.state.unchained;
  }

  async *export(query: AuditQuery): AsyncGenerator<FoundAuditRow> {
    yield* this.matching(query);
  }

  /** One exposure a call, so that it shows which rows were looked at. */
  async exposure(providerId: string, from: number, to: number): Promise<readonly ProviderExposure[]> {
    return this.matching({ providerId, from, to }).map(({ tenantId }) => ({
      tenantId,
      calls: 1,
      subjects: 0,
      disclosingCalls: 0,
      crowdedCalls: 0,
      categories: {},
    }));
  }

  async purge(_: TenantId, retentionClass: string, before: number): Promise<number> {
    if (this.state.legalHolds.some(({ tenantId, releasedAt }) => tenantId === this.scope && releasedAt === undefined)) {
      throw new DomainError('conflict', 'a legal hold stands');
    }
    const { rows } = this.state;
    const purged = this.matching({ to: before }).filter((row) => row.content && row.retentionClass === retentionClass);
    for (const row of purged) rows[rows.indexOf(row)] = { ...row, content: undefined };
    return purged.length;
  }

  private matching({ from, to, action, providerId, subject, crowded }: AuditQuery): SealedAuditRow[] {
    return this.state.rows.filter(
      ({ tenantId, occurredAt, content }) =>
        (this.scope === undefined || tenantId === this.scope) &&
        (from === undefined || occurredAt >= from) &&
        (to === undefined || occurredAt < to) &&
        (action === undefined || content?.action === action) &&
        (providerId === undefined || content?.providerId === providerId) &&
        (subject === undefined || (content?.subjects?.includes(subject) ?? false)) &&
        (!crowded || (content?.phiDisclosed === true && (content.subjects?.length ?? 0) >= 64)),
    );
  }
}

export class FakeAuditStores extends AuditStores {
  constructor(private readonly governance: FakeGovernance) {
    super();
  }

  ofTenant(tenantId: TenantId): AuditStore {
    return new FakeAuditStore(this.governance.state, tenantId);
  }

  acrossTenants(): AuditStore {
    return new FakeAuditStore(this.governance.state, undefined);
  }
}
