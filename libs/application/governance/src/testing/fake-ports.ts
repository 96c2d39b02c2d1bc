import type { Checkpoint } from '@radiant/audit';
import { UsageReports, type Period, type UsageEntry, type UsageSummary } from '@radiant/billing';
import {
  Digest,
  DomainError,
  KeyedDigest,
  Money,
  Sealer,
  type Page,
  type SealContext,
  type TenantId,
} from '@radiant/kernel';
import { RegistryStore, type RegistrySnapshot } from '@radiant/registry';
import { Alerts } from '../ports/alerts.js';
import { Checkpoints } from '../ports/checkpoints.js';
import { PhiConfigs } from '../ports/phi-configs.js';
import { TenantKeys } from '../ports/tenant-keys.js';
import { WebhookAddresses } from '../ports/webhook-addresses.js';

/** Shows what was hashed. */
export class OpenDigest extends Digest {
  sha256(text: string): string {
    return `hash of ${text}`;
  }
}

export class FakeAlerts extends Alerts {
  readonly raised: unknown[] = [];
  fails = false;

  async raise(kind: string, tenantId: TenantId, ids: Readonly<Record<string, string>>): Promise<void> {
    if (this.fails) throw new DomainError('service_unavailable', 'nobody can be told');
    this.raised.push({ kind, tenantId, ids });
  }
}

/** Takes what has a `mode` and nothing else. */
export class FakePhiConfigs extends PhiConfigs {
  check({ mode, ...rest }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    if (typeof mode !== 'string' || Object.keys(rest).length > 0) {
      throw new DomainError('validation_error', 'phi_config.mode must be there', { field: 'phi_config.mode' });
    }
    return { mode };
  }
}

/** Any address will do. */
export class OpenAddresses extends WebhookAddresses {
  async check(): Promise<void> {}
}

export class FakeCheckpoints extends Checkpoints {
  readonly kept: Checkpoint[] = [];

  async of(tenantId: TenantId): Promise<readonly Checkpoint[]> {
    return this.kept.filter((checkpoint) => checkpoint.tenantId === tenantId);
  }
}

/** Counts versions by tenant and scope; 0 once they were destroyed. */
export class FakeTenantKeys extends TenantKeys {
  readonly versions = new Map<string, number>();
  /** How often each was wrapped anew. */
  readonly wrappings = new Map<string, number>();
  readonly closed = new Set<string>();
  fails = false;

  async rotate(tenantId: TenantId, scope: string): Promise<number> {
    const count = this.count(tenantId, scope);
    if (count === 0) throw new DomainError('not_found', 'the key was destroyed');
    this.versions.set(`${tenantId} ${scope}`, (count ?? 0) + 1);
    return (count ?? 0) + 1;
  }

  async rewrap(tenantId: TenantId, scope: string): Promise<number> {
    const count = this.count(tenantId, scope) ?? 0;
    this.wrappings.set(`${tenantId} ${scope}`, (this.wrappings.get(`${tenantId} ${scope}`) ?? 0) + 1);
    return count;
  }

  async rewrapAll(tenantId: TenantId): Promise<number> {
    this.answer();
    let count = 0;
    for (const place of this.versions.keys()) {
      const [owner, scope] = place.split(' ');
      if (owner === tenantId && scope !== undefined) count += await this.rewrap(tenantId, scope);
    }
    return count;
  }

  async destroy(tenantId: TenantId, scope: string): Promise<number> {
    const count = this.count(tenantId, scope) ?? 0;
    this.versions.set(`${tenantId} ${scope}`, 0);
    return count;
  }

  async close(tenantId: TenantId): Promise<number> {
    this.answer();
    this.closed.add(tenantId);
    const own = [...this.versions].filter(([place]) => place.startsWith(tenantId));
    for (const [place] of own) this.versions.set(place, 0);
    return own.reduce((sum, [, count]) => sum + count, 0);
  }

  private answer(): void {
    if (this.fails) throw new DomainError('service_unavailable', 'the keys can not be had');
  }

  private count(tenantId: TenantId, scope: string): number | undefined {
    this.answer();
    if (this.closed.has(tenantId)) return 0;
    return this.versions.get(`${tenantId} ${scope}`);
  }
}

/** Shows what was digested for whom. */
export class OpenKeyedDigest extends KeyedDigest {
  async digest(tenantId: TenantId, purpose: string, texts: readonly string[]): Promise<readonly string[]> {
    return texts.map((text) => `${purpose} of ${tenantId}: ${text}`);
  }
}

/** Keeps what it is given under a number, and opens it in its own context only. */
export class FakeSealer extends Sealer {
  private readonly sealed: { readonly context: string; readonly plaintext: string }[] = [];

  async seal(context: SealContext, plaintext: string): Promise<Uint8Array> {
    return new Uint8Array([this.sealed.push({ context: JSON.stringify(context), plaintext }) - 1]);
  }

  async open(context: SealContext, [number = -1]: Uint8Array): Promise<string> {
    const found = this.sealed[number];
    if (found?.context !== JSON.stringify(context)) throw new DomainError('internal_error', 'it can not be opened');
    return found.plaintext;
  }
}

/** Usage that a test writes down itself. */
export class FakeUsageReports extends UsageReports {
  readonly entries: UsageEntry[] = [];

  async records(): Promise<Page<UsageEntry>> {
    return { items: [], total: 0 };
  }

  async *history(tenantId: TenantId, { from, to }: Period): AsyncGenerator<UsageEntry, void, undefined> {
    yield* this.entries
      .filter((entry) => entry.tenantId === tenantId && entry.createdAt >= from && entry.createdAt < to)
      .sort((a, b) => a.createdAt - b.createdAt);
  }

  async summary(): Promise<UsageSummary> {
    const nothing = { requests: 0, inputTokens: 0, outputTokens: 0, cost: Money.zero, billedAmount: Money.zero };
    return { total: nothing, groups: [] };
  }

  async timeZone(): Promise<string> {
    return 'UTC';
  }
}

/** The registry of a test. */
export class FakeRegistryStore extends RegistryStore {
  constructor(private readonly snapshot: () => RegistrySnapshot) {
    super();
  }

  async load(): Promise<RegistrySnapshot> {
    return this.snapshot();
  }
}

/** Takes every config. */
export class OpenPhiConfigs extends PhiConfigs {
  check(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return { categories: {}, ...config };
  }
}
