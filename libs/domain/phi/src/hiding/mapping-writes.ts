import type { TenantId } from '@radiant/kernel';
import type { PhiMapping } from '../mapping.js';
import type { PhiVault } from '../ports/phi-vault.js';

/**
 * Writes of single calls' mappings, which run beside the calls to the model. When the last one failed the next is waited
 * for first: while the store is away nothing leaves, and is paid for, whose reply could not be given.
 */
export class MappingWrites {
  private failing = false;

  constructor(private readonly vault: PhiVault) {}

  /** @returns the write, which may go on. @throws what it throws, after one that failed. */
  async begin(tenantId: TenantId, mapping: PhiMapping): Promise<{ readonly stored: Promise<void> }> {
    const stored = this.vault.create(tenantId, mapping);
    // a failure is reported to whoever awaits `stored`, and never as an unhandled rejection
    const noted = stored.then(
      () => (this.failing = false),
      () => (this.failing = true),
    );
    if (this.failing) await noted.then(() => stored);
    return { stored };
  }
}
