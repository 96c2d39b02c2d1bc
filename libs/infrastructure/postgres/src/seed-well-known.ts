import { PRICE_COMPONENTS, type Rates } from '@radiant/kernel';
import { picosOfQuote, PLAIN_CONNECTION, type ModelPrice } from '@radiant/registry';
import pg from 'pg';
import { connectionColumn } from './stored-connection.js';
import { priceRow } from './stored-price.js';
import type { QuotedRates, WellKnownModel, WellKnownProvider } from './well-known/well-known-model.js';
import { PRICES_OF, WELL_KNOWN_PROVIDERS } from './well-known/well-known-providers.js';

/**
 * Puts public providers and their models with list prices where they are missing; what stands already is left as it is. The
 * providers are inactive: no call goes to one before an administrator has given it a credential and made it active.
 * @param ownerUrl address of the role that owns the tables. @returns how many models were missing.
 */
export async function seedWellKnownModels(ownerUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    let added = 0;
    for (const provider of WELL_KNOWN_PROVIDERS) {
      await seedProvider(client, provider);
      for (const model of provider.models) added += await seedModel(client, provider.id, model);
    }
    await client.query('commit');
    return added;
  } finally {
    await client.end();
  }
}

async function seedProvider(
  client: pg.Client,
  { id, name, baseUrl, dialect, omit = [], rename = {}, models }: WellKnownProvider,
): Promise<void> {
  await client.query(
    `insert into providers (id, name, type, status, auth_type, base_url, capabilities, connection)
     values ($1, $2, 'external', 'inactive', 'api_key', $3, $4, $5) on conflict do nothing`,
    [
      id,
      name,
      baseUrl,
      [...new Set(models.flatMap(({ capabilities }) => capabilities))],
      connectionColumn({ ...PLAIN_CONNECTION, dialect, omit, rename }),
    ],
  );
}

async function seedModel(client: pg.Client, providerId: string, model: WellKnownModel): Promise<number> {
  const can = (capability: string): boolean => model.capabilities.includes(capability);
  const { rowCount } = await client.query(
    `insert into models (id, provider_id, name, type, display_name, description, specialty, capabilities, context_window,
       max_output_tokens, supports_functions, supports_vision, supports_streaming, has_thinking_mode, deprecation_date)
     values ($1, $2, $3, 'external', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing`,
    [
      model.id,
      providerId,
      model.name,
      model.displayName,
      `List price of ${PRICES_OF}.`,
      can('embeddings') ? 'embedding' : 'general',
      model.capabilities,
      model.contextWindow,
      model.maxOutputTokens ?? null,
      can('tools'),
      can('vision'),
      can('chat'),
      can('thinking'),
      model.deprecationDate ?? null,
    ],
  );
  if (rowCount !== 1) return 0; // somebody's own model of that id keeps its own price
  const row = priceRow(listPrice(model));
  await client.query(
    `insert into model_prices (model_id, version, effective_from, input_picos, cached_input_picos, output_picos,
       reasoning_picos, other_rates, tiers, markup_basis_points) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      model.id,
      row.version,
      row.effectiveFrom,
      row.inputPicos,
      row.cachedInputPicos,
      row.outputPicos,
      row.reasoningPicos,
      JSON.stringify(row.otherRates),
      JSON.stringify(row.tiers),
      row.markupBasisPoints,
    ],
  );
  return 1;
}

const listPrice = ({ rates, tiers = [] }: WellKnownModel): ModelPrice => ({
  version: 1,
  effectiveFrom: Date.parse(PRICES_OF),
  effectiveTo: undefined,
  rates: ratesOf(rates),
  tiers: tiers.map((tier) => ({ aboveInputTokens: tier.aboveInputTokens, rates: ratesOf(tier.rates) })),
  markupBasisPoints: 0,
});

const ratesOf = (quoted: QuotedRates): Rates =>
  Object.fromEntries(
    PRICE_COMPONENTS.flatMap((component) => {
      const quote = quoted[component];
      if (quote === undefined) return [];
      const picos = picosOfQuote(component, quote);
      if (picos === undefined) throw new TypeError(`${component} of a well-known model is no price`);
      return [[component, picos]];
    }),
  );
