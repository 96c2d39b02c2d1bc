import { modelId, PLATFORM_TENANT, PRICE_COMPONENTS, type Page, type Slice } from '@radiant/kernel';
import {
  PRICE_IMPORT_STATUSES,
  priceImportId,
  PriceImportStore,
  type PriceDifference,
  type PriceImport,
  type PriceImportDecision,
  type PriceImportId,
  type PriceProposal,
} from '@radiant/registry';
import { ratesRecord, storedRates, storedTiers, tiersRecord } from '../stored-price.js';
import { storedWord } from '../stored-value.js';
import type { Statements } from './statements.js';
import { instantOf } from './stored-date.js';

interface ImportRecord {
  readonly id: string;
  readonly source: string;
  readonly proposals: readonly ProposalRecord[];
  readonly unchanged: number;
  readonly unlisted: number;
  readonly created_at: Date;
  readonly created_by: string;
  readonly status: string;
  readonly decided_at: Date | null;
  readonly decided_by: string | null;
  readonly taken: readonly string[] | null;
}

/** As it stands in `proposals`; amounts are decimal strings. */
interface ProposalRecord {
  readonly model_id: string;
  readonly key: string;
  readonly compared_with: number | null;
  readonly change: string;
  readonly unknown: string | null;
  readonly rates: object;
  readonly tiers: readonly object[];
  readonly differences: readonly DifferenceRecord[];
}

interface DifferenceRecord {
  readonly component: string;
  readonly above_input_tokens: number;
  readonly before: string | null;
  readonly after: string | null;
  readonly basis_points: number | null;
}

const CHANGES = ['new', 'changed', 'unknown', 'unchanged'] as const;
const UNKNOWN = ['missing', 'zero'] as const;

/** The rows of `price_imports`, which are the platform's. */
export class PostgresPriceImportStore extends PriceImportStore {
  constructor(private readonly statements: Statements) {
    super();
  }

  async find(id: PriceImportId): Promise<PriceImport | undefined> {
    await this.statements.hold('price_imports', PLATFORM_TENANT, id);
    const [row] = await this.statements.rows<ImportRecord>('select * from price_imports where id = $1', [id]);
    return row && stored(row);
  }

  async list(slice: Slice): Promise<Page<PriceImport>> {
    const { items, total } = await this.statements.page<ImportRecord>(
      { columns: '*', table: 'price_imports', where: 'true', parameters: [], newest: 'created_at' },
      slice,
    );
    return { items: items.map(stored), total };
  }

  async add(found: PriceImport): Promise<void> {
    await this.statements.add('price_imports', {
      id: found.id,
      source: found.source,
      proposals: JSON.stringify(found.proposals.map(proposalRecord)),
      unchanged: found.unchanged,
      unlisted: found.unlisted,
      created_at: new Date(found.createdAt),
      created_by: found.createdBy,
    });
  }

  async decide(id: PriceImportId, decision: PriceImportDecision): Promise<boolean> {
    return this.statements.update(
      'price_imports',
      { id, status: 'pending' },
      {
        status: decision.status,
        decided_at: new Date(decision.decidedAt),
        decided_by: decision.decidedBy,
        taken: decision.taken ? [...decision.taken] : null,
      },
    );
  }
}

const stored = (row: ImportRecord): PriceImport => ({
  id: priceImportId(row.id),
  source: row.source,
  proposals: row.proposals.map(storedProposal),
  unchanged: row.unchanged,
  unlisted: row.unlisted,
  createdAt: row.created_at.getTime(),
  createdBy: row.created_by,
  status: storedWord(PRICE_IMPORT_STATUSES, row.status),
  decidedAt: instantOf(row.decided_at),
  decidedBy: row.decided_by ?? undefined,
  taken: row.taken?.map((id) => modelId(id)),
});

const storedProposal = (record: ProposalRecord): PriceProposal => ({
  modelId: modelId(record.model_id),
  key: record.key,
  comparedWith: record.compared_with ?? undefined,
  change: storedWord(CHANGES, record.change),
  unknown: record.unknown === null ? undefined : storedWord(UNKNOWN, record.unknown),
  rates: storedRates(record.rates),
  tiers: storedTiers(record.tiers),
  differences: record.differences.map(storedDifference),
});

const storedDifference = (record: DifferenceRecord): PriceDifference => ({
  component: storedWord(PRICE_COMPONENTS, record.component),
  aboveInputTokens: record.above_input_tokens,
  before: record.before === null ? undefined : BigInt(record.before),
  after: record.after === null ? undefined : BigInt(record.after),
  basisPoints: record.basis_points ?? undefined,
});

const proposalRecord = (proposal: PriceProposal): ProposalRecord => ({
  model_id: proposal.modelId,
  key: proposal.key,
  compared_with: proposal.comparedWith ?? null,
  change: proposal.change,
  unknown: proposal.unknown ?? null,
  rates: ratesRecord(proposal.rates),
  tiers: tiersRecord(proposal.tiers),
  differences: proposal.differences.map((difference) => ({
    component: difference.component,
    above_input_tokens: difference.aboveInputTokens,
    before: difference.before?.toString() ?? null,
    after: difference.after?.toString() ?? null,
    basis_points: difference.basisPoints ?? null,
  })),
});
