import type { LegalHoldStore } from '@radiant/identity';
import { DomainError } from '@radiant/kernel';

const PAGE = 100;

/** @throws DomainError `conflict` while a legal hold of the tenant stands. */
export async function refuseWhileHeld(legalHolds: LegalHoldStore): Promise<void> {
  for (let offset = 0; ; offset += PAGE) {
    const { items } = await legalHolds.list({ limit: PAGE, offset });
    if (items.some((hold) => hold.releasedAt === undefined)) throw new DomainError('conflict', 'a legal hold stands');
    if (items.length < PAGE) return;
  }
}
