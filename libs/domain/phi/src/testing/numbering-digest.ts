import { KeyedDigest, type TenantId } from '@radiant/kernel';

/** Hex that differs from tenant to tenant, purpose to purpose and text to text, and says nothing of any of them. */
export class NumberingDigest extends KeyedDigest {
  private readonly seen = new Map<string, number>();

  async digest(tenantId: TenantId, purpose: string, texts: readonly string[]): Promise<readonly string[]> {
    return texts.map((text) => {
      const key = JSON.stringify([tenantId, purpose, text]);
      const number = this.seen.get(key) ?? this.seen.size + 1;
      this.seen.set(key, number);
      return (number * 7_919).toString(16).padStart(64, '0').split('').reverse().join('');
    });
  }
}
