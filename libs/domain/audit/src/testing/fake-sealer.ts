import { DomainError, Sealer, type SealContext, type TenantId } from '@radiant/kernel';

/** Hides nothing, and is as strict as a real one: what was sealed opens under the same context alone. */
export class FakeSealer extends Sealer {
  private readonly destroyed = new Set<TenantId>();
  private available = true;

  async seal(context: SealContext, plaintext: string): Promise<Uint8Array> {
    this.check(context);
    const text = JSON.stringify([bound(context), plaintext]);
    return Uint8Array.from(Array.from({ length: text.length }, (_, at) => unitBytes(text.charCodeAt(at))).flat());
  }

  async open(context: SealContext, sealed: Uint8Array): Promise<string> {
    this.check(context);
    let text = '';
    for (let at = 0; at < sealed.length; at += 2) {
      text += String.fromCharCode((sealed[at] ?? 0) * 256 + (sealed[at + 1] ?? 0));
    }
    const prefix = `[${JSON.stringify(bound(context))},`;
    if (!text.startsWith(prefix)) throw new DomainError('internal_error', 'a stored value could not be opened');
    const plaintext: unknown = JSON.parse(text.slice(prefix.length, -1));
    return String(plaintext);
  }

  /** Forgets the tenant's key. */
  destroy(tenantId: TenantId): void {
    this.destroyed.add(tenantId);
  }

  /** From now on no key can be had. */
  fail(): void {
    this.available = false;
  }

  private check({ tenantId }: SealContext): void {
    if (!this.available) throw new DomainError('service_unavailable', 'the keys can not be had');
    if (this.destroyed.has(tenantId)) throw new DomainError('not_found', "the tenant's key was destroyed");
  }
}

const bound = ({ tenantId, record, version }: SealContext): string => `${tenantId}|${record}|${version}`;

const unitBytes = (unit: number): [number, number] => [unit >> 8, unit & 0xff];
