import type { PriceImport } from '@radiant/registry';
import { moment, type Told } from '../audit-details.js';

/** What the trail holds of an import; its prices are told when they are taken over. */
export const toldOfPriceImport = (found: PriceImport): Told => ({
  source: found.source,
  status: found.status,
  new: found.proposals.filter(({ change }) => change === 'new').length,
  changed: found.proposals.filter(({ change }) => change === 'changed').length,
  unknown: found.proposals.filter(({ change }) => change === 'unknown').length,
  unchanged: found.unchanged,
  unlisted: found.unlisted,
  decided_by: found.decidedBy,
  decided_at: moment(found.decidedAt),
  taken: found.taken,
});
