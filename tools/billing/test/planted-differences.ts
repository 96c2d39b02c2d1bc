import { amountsOf } from '@radiant/billing';
import { budgetOf, CLINIC, request } from '@radiant/billing/testing';
import { CORRECTION, plantedCorrection } from './planted-correction.js';
import { PRICE, priced } from './priced-calls.js';

/** A condition that a call of the clinic meets. */
export const OF = (n: number): string => `tenant_id = '${CLINIC}' and request_id = '${request(n)}'`;
export const billedOf = (n: number): string => priced(n).billedAmount.toString();
const amounts = amountsOf(priced(3));

/** What is wrong, statements of a superuser that make it so, and how each difference that follows is named. */
export const DIFFERENCES: readonly [title: string, plant: string, expected: readonly string[]][] = [
  [
    'usage without a ledger',
    `delete from ledger_entries where ${OF(3)}`,
    [
      `usage_without_ledger tenant ${CLINIC} ${request(3)} receivable: expected ${billedOf(3)}, found 0`,
      `usage_without_ledger tenant ${CLINIC} ${request(3)} provider: expected ${amounts.provider.toString()}, found 0`,
      `usage_without_ledger tenant ${CLINIC} ${request(3)} margin: expected ${amounts.margin.toString()}, found 0`,
    ],
  ],
  [
    'a ledger without usage',
    `delete from usage_records where ${OF(3)}`,
    [
      `ledger_without_usage tenant ${CLINIC} ${request(3)} receivable: expected 0, found ${billedOf(3)}`,
      `ledger_without_usage tenant ${CLINIC} ${request(3)} provider: expected 0, found ${amounts.provider.toString()}`,
      `ledger_without_usage tenant ${CLINIC} ${request(3)} margin: expected 0, found ${amounts.margin.toString()}`,
      `budget_spent tenant ${CLINIC}`,
    ],
  ],
  [
    'a line with another amount',
    `update ledger_entries set amount_picos = amount_picos + 1 where account = 'receivable' and ${OF(3)}`,
    [
      `entry_unbalanced tenant ${CLINIC} ${request(3)} entry 1: expected 0, found 0.000000000001`,
      `ledger_amount tenant ${CLINIC} ${request(3)} receivable: expected ${billedOf(3)}, found`,
    ],
  ],
  [
    'a line of the wrong kind',
    `update ledger_entries set kind = 'correction' where account = 'margin' and ${OF(3)}`,
    [`entry_kind tenant ${CLINIC} ${request(3)} entry 1 is no charge`],
  ],
  [
    'a reversal that undoes something else',
    `update ledger_entries set amount_picos = amount_picos * 2 where entry = 2 and ${OF(11)}`,
    ['receivable', 'provider', 'margin'].map(
      (account) => `reversal_amount tenant ${CLINIC} ${request(11)} entry 2 ${account}`,
    ),
  ],
  [
    'a reversal without its correction',
    `delete from ledger_entries where entry = 3 and ${OF(11)}`,
    ['receivable', 'provider', 'margin'].map((account) => `ledger_amount tenant ${CLINIC} ${request(11)} ${account}`),
  ],
  [
    'a correction without its reversal',
    `delete from ledger_entries where entry = 2 and ${OF(11)}`,
    ['receivable', 'provider', 'margin'].map(
      (account) => `reversal_amount tenant ${CLINIC} ${request(11)} entry 2 ${account}`,
    ),
  ],
  [
    'a correction of the administration without its reversal',
    `${plantedCorrection(priced(3), PRICE)}; delete from ledger_entries where entry = 2 and ${OF(3)}`,
    ['receivable', 'provider', 'margin'].map(
      (account) => `reversal_amount tenant ${CLINIC} ${request(3)} entry 2 ${account}`,
    ),
  ],
  [
    'usage that was changed after its correction',
    `${plantedCorrection(priced(3), PRICE)}; update usage_records set billed_amount_picos = billed_amount_picos + 1 where ${OF(3)}`,
    ['receivable', 'margin'].map((account) => `ledger_amount tenant ${CLINIC} ${request(3)} entry 1 ${account}`),
  ],
  [
    'a correction that says another sum than it left',
    `${plantedCorrection(priced(3), PRICE)}; update usage_corrections set billed_after = billed_after + 1`,
    [`correction_total tenant ${CLINIC} ${CORRECTION} billed`],
  ],
  [
    'a version that the usage does not name',
    `update ledger_entries set price_version = 2 where ${OF(3)}`,
    [`ledger_version tenant ${CLINIC} ${request(3)} version 2 in the ledger, 1 in the usage`],
  ],
  [
    'a version that does not exist',
    `update usage_records set price_version = 7 where ${OF(3)}; update ledger_entries set price_version = 7 where ${OF(3)}`,
    [`price_missing tenant ${CLINIC} ${request(3)} chat-small version 7`],
  ],
  [
    'tokens that cost something else',
    `update usage_records set input_tokens = input_tokens + 1 where ${OF(3)}`,
    [`repriced_cost tenant ${CLINIC} ${request(3)} version 1: expected 0.0000375, found 0.00003735`],
  ],
  [
    'an estimate that costs something else',
    `update usage_records set output_tokens = output_tokens - 1 where ${OF(12)}`,
    [`repriced_cost tenant ${CLINIC} ${request(12)} version 1: expected 0.0000894, found 0.00009`],
  ],
  [
    'a markup that makes another amount',
    `update usage_records set markup_basis_points = 2001 where ${OF(3)}`,
    ['repriced_billed', 'markup'].map((kind) => `${kind} tenant ${CLINIC} ${request(3)} version 1`),
  ],
  [
    'a version of a markup that does not exist',
    `update usage_records set markup_version = 3 where ${OF(3)}`,
    [`markup tenant ${CLINIC} ${request(3)} markup version 3: expected 0, found ${billedOf(3)}`],
  ],
  [
    'a call that is settled and still held',
    `update reservations set request_id = '${request(3)}' where ${OF(20)}`,
    [`settled_but_held tenant ${CLINIC} ${request(3)} reservation: expected 0, found 0.000108`],
  ],
  [
    'a reservation that nobody has settled',
    `update reservations set reserved_at = '2026-03-10', expires_at = '2026-03-10T00:30:00Z', budget_ids = '{}' where ${OF(20)};
       update budget_counters set held_picos = held_picos - 108000000 where held_picos > 0`,
    [`overdue tenant ${CLINIC} ${request(20)} since 2026-03-10T00:30:00.000Z: expected 0, found 0.000108`],
  ],
  [
    'a budget that counts more than was spent',
    'update budget_counters set spent_picos = spent_picos + 5 where spent_picos > 0',
    [`budget_spent tenant ${CLINIC} ${budgetOf(1, '1').id} from 2026-03-10T00:00:00.000Z`],
  ],
  [
    'alerts of a budget that were never raised',
    'update budgets set limit_picos = 1',
    ['50 %', '80 %', '100 %'].map(
      (percent) => `budget_alert tenant ${CLINIC} ${budgetOf(1, '1').id} ${percent} from 2026-03-10T00:00:00.000Z`,
    ),
  ],
  [
    'an alert that was raised before it was due',
    `insert into budget_alerts (tenant_id, budget_id, period_start, percent, spent_picos, limit_picos)
       select tenant_id, budget_id, period_start, 80, 5, 1000000000000000 from budget_counters where spent_picos > 0`,
    [
      `budget_alert tenant ${CLINIC} ${budgetOf(1, '1').id} 80 % from 2026-03-10T00:00:00.000Z: expected 0, found 0.000000000005`,
    ],
  ],
  [
    'a budget that holds what nobody reserved',
    'update budget_counters set held_picos = held_picos - 108000000 where held_picos > 0',
    [`budget_held tenant ${CLINIC} ${budgetOf(1, '1').id}`],
  ],
];
