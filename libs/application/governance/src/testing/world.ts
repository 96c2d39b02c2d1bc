import { AuditRowFactory, chainHash, FIRST_PREVIOUS_HASH, OpenAuditBody, SignatureVerifier } from '@radiant/audit';
import { TenantDirectory, type Tenant } from '@radiant/identity';
import { IdGenerator, type AuditEvent, type Page, type TenantId } from '@radiant/kernel';
import { FixedClock } from '@radiant/kernel/testing';
import { CachedPhiPolicies } from '@radiant/phi';
import { RecordingVault, StoredPolicies } from '@radiant/phi/testing';
import { Reidentifier } from '../reidentification/reidentifier.js';
import { InvoiceIssuer } from '../invoices/invoice-issuer.js';
import { FakeCosts } from './fake-costs.js';
import { FakeProviderCosts } from './fake-provider-bills.js';
import { FakeAuditStores, FakeGovernance } from './fake-governance.js';
import {
  FakeAlerts,
  FakeCheckpoints,
  FakePhiConfigs,
  FakeRegistryStore,
  FakeSealer,
  FakeTenantKeys,
  FakeUsageReports,
  OpenDigest,
  OpenKeyedDigest,
} from './fake-ports.js';
import { CHARTING, CLINIC, HOSPITAL } from './people.js';

/** Ids in order, and integers that differ from one to the next. */
class CountingIds extends IdGenerator {
  private count = 0;

  uuid(): string {
    this.count += 1;
    return `00000000-0000-4000-8000-${this.count.toString(16).padStart(12, '0')}`;
  }

  integer(from: number, below: number): number {
    this.count += 1;
    return from + (this.count % (below - from));
  }
}

/** Signatures are what was signed. */
class OpenSignatures extends SignatureVerifier {
  verify(keyId: string, text: string, signature: string): boolean {
    return keyId === 'platform' && signature === text;
  }
}

/** Every tenant, whatever is asked for. */
class FakeTenantDirectory extends TenantDirectory {
  constructor(private readonly tenants: () => readonly Tenant[]) {
    super();
  }

  async list(): Promise<Page<Tenant>> {
    const items = structuredClone([...this.tenants()]);
    return { items, total: items.length };
  }
}

/** Two tenants, one app, and all that use cases are made of. */
export class World {
  readonly governance = new FakeGovernance();
  readonly auditStores = new FakeAuditStores(this.governance);
  readonly clock = new FixedClock();
  readonly ids = new CountingIds();
  readonly digest = new OpenDigest();
  readonly costs = new FakeCosts();
  readonly providerCosts = new FakeProviderCosts();
  readonly issuer = new InvoiceIssuer('Hospital IT');
  readonly alerts = new FakeAlerts();
  readonly phiConfigs = new FakePhiConfigs();
  readonly checkpoints = new FakeCheckpoints();
  readonly signatures = new OpenSignatures();
  readonly keys = new FakeTenantKeys();
  readonly keyedDigest = new OpenKeyedDigest();
  readonly sealer = new FakeSealer();
  readonly policies = new StoredPolicies();
  readonly usage = new FakeUsageReports();
  readonly registry = new FakeRegistryStore(() => this.state);
  readonly directory = new FakeTenantDirectory(() => this.state.tenants);
  readonly vault = new RecordingVault(this.clock);
  readonly bodies = new OpenAuditBody(this.sealer);
  readonly reidentifier = new Reidentifier(
    this.governance,
    this.ids,
    this.clock,
    new CachedPhiPolicies(this.policies, this.clock),
    this.vault,
    this.keyedDigest,
  );
  readonly rowFactory = new AuditRowFactory(this.sealer, this.digest);

  constructor() {
    this.state.apps.push({ id: CHARTING, name: 'Charting', status: 'active' });
    this.state.tenants.push(this.tenant(CLINIC, 'Clinic'), this.tenant(HOSPITAL, 'Hospital'));
  }

  get state() {
    return this.governance.state;
  }

  get now(): number {
    return this.clock.now();
  }

  /** The events of a tenant's trail, oldest first. */
  eventsOf(tenantId: TenantId): readonly AuditEvent[] {
    return this.state.events.filter((event) => event.tenantId === tenantId);
  }

  /** Everything that a change can leave behind, except in the trail. */
  kept(): unknown {
    return structuredClone({
      ...this.state,
      events: [],
      keys: [this.keys.versions, this.keys.wrappings],
      alerts: this.alerts.raised,
    });
  }

  /** Puts an event into its tenant's chain. */
  async chained(event: AuditEvent): Promise<void> {
    const row = await this.rowFactory.row(event);
    const before = this.state.rows.filter(({ tenantId }) => tenantId === event.tenantId);
    const place = { ...row, sequence: before.length + 1 };
    const hash = chainHash(before.at(-1)?.hash ?? FIRST_PREVIOUS_HASH, place, this.digest);
    this.state.rows.push({ ...place, hash });
  }

  private tenant(id: TenantId, name: string): Tenant {
    return {
      id,
      appId: CHARTING,
      name,
      domain: undefined,
      status: 'active',
      settings: {},
      phiConfig: undefined,
      timeZone: 'UTC',
      revision: 1,
      createdAt: this.now,
      updatedAt: this.now,
    };
  }
}
