import type { Page, Slice } from '@radiant/kernel';
import type { PriceImport, PriceImportDecision, PriceImportId } from '../price-file/price-import.js';

/** What price files would change, within a transaction of the administration. Nothing is deleted. */
export abstract class PriceImportStore {
  /** What was found is found by no other transaction until this one ends. */
  abstract find(id: PriceImportId): Promise<PriceImport | undefined>;
  /** Newest first. */
  abstract list(slice: Slice): Promise<Page<PriceImport>>;
  /** @throws DomainError `conflict` when the id is taken. */
  abstract add(found: PriceImport): Promise<void>;
  /** @returns false when there is no pending one of that id. */
  abstract decide(id: PriceImportId, decision: PriceImportDecision): Promise<boolean>;
}
