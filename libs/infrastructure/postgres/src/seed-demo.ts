import pg from 'pg';

export interface SeededTenant {
  readonly id: string;
  readonly name: string;
  readonly appId: string;
  /** Whether replies hold the originals again: re-identification without approval. */
  readonly restoresReplies: boolean;
  readonly key: { readonly id: string; readonly name: string; readonly prefix: string; readonly hash: string };
}

interface SeededModel {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly specialty: string;
  readonly capabilities: readonly string[];
  readonly contextWindow: number;
  readonly maxOutputTokens: number | null;
  /** Pico-USD per token: input, cached input, output. */
  readonly picos: readonly [bigint, bigint, bigint];
}

const PROVIDER = 'demo';
const AGREEMENT = '00000000-0000-4000-8000-0000000de301';
const MARKUP_BASIS_POINTS = 2_000;
/** The model of `POST /v1/moderations` where none is named. */
const MODERATION_ALIAS = 'omni-moderation-latest';
const SINCE = '2026-01-01T00:00:00Z';

/** Invented models with invented prices, so that a first call has something to be priced by. */
const MODELS: readonly SeededModel[] = [
  {
    id: 'demo-chat-small',
    displayName: 'Demo chat, small (demo)',
    description: 'Echoes what it was told. Not a real model.',
    specialty: 'general',
    capabilities: ['chat', 'tools'],
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    picos: [150_000n, 75_000n, 600_000n],
  },
  {
    id: 'demo-chat-large',
    displayName: 'Demo chat, large (demo)',
    description: 'Echoes what it was told, at a higher price. Not a real model.',
    specialty: 'general',
    capabilities: ['chat', 'tools'],
    contextWindow: 200_000,
    maxOutputTokens: 32_768,
    picos: [2_500_000n, 1_250_000n, 10_000_000n],
  },
  {
    id: 'demo-embed',
    displayName: 'Demo embeddings (demo)',
    description: 'Vectors from a hash of the text. Not a real model.',
    specialty: 'embedding',
    capabilities: ['embeddings'],
    contextWindow: 8_192,
    maxOutputTokens: null,
    picos: [20_000n, 20_000n, 0n],
  },
  {
    id: 'demo-moderation',
    displayName: 'Demo moderation (demo)',
    description: 'Flags texts with the word harm, free of charge. Not a real model.',
    specialty: 'general',
    capabilities: ['moderations'],
    contextWindow: 32_768,
    maxOutputTokens: null,
    picos: [0n, 0n, 0n],
  },
  {
    id: 'demo-rerank',
    displayName: 'Demo ranking (demo)',
    description: 'Ranks texts by the words that they share with the query. Not a real model.',
    specialty: 'general',
    capabilities: ['rerank'],
    contextWindow: 8_192,
    maxOutputTokens: null,
    picos: [10_000n, 10_000n, 0n],
  },
];

const PHI_CONFIG = (requiresApproval: boolean): object => ({
  mode: 'auto',
  categories: {},
  reidentification: { allowed: true, requires_approval: requiresApproval, mapping_ttl_hours: 24 },
});

/**
 * Puts the demo provider, its models and `tenants` where they are missing; what stands already is left as it is.
 * @param ownerUrl address of the role that owns the tables.
 */
export async function seedDemo(
  ownerUrl: string,
  content: {
    readonly tenants: readonly SeededTenant[];
    /** Whether the default upstream is on this machine, as the demo provider is. */
    readonly localUpstream: boolean;
  },
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    await seedModels(client);
    await seedAgreement(client, content.localUpstream);
    await seedAlias(client, content.localUpstream);
    for (const tenant of content.tenants) await seedTenant(client, tenant);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function seedModels(client: pg.Client): Promise<void> {
  await client.query(
    `insert into providers (id, name, type, auth_type, capabilities)
     values ($1, 'Demo provider (not a real model)', 'external', 'none', '{chat,tools,embeddings,moderations,rerank}') on conflict do nothing`,
    [PROVIDER],
  );
  for (const model of MODELS) {
    await client.query(
      `insert into models (id, provider_id, name, type, display_name, description, specialty, capabilities,
         context_window, max_output_tokens, supports_functions, supports_streaming, release_date)
       values ($1, $2, $3, 'external', $4, $5, $6, $7, $8, $9, $10, $10, $11) on conflict do nothing`,
      [
        model.id,
        PROVIDER,
        model.id,
        model.displayName,
        model.description,
        model.specialty,
        model.capabilities,
        model.contextWindow,
        model.maxOutputTokens,
        model.capabilities.includes('chat'),
        SINCE,
      ],
    );
    const [input, cachedInput, output] = model.picos;
    await client.query(
      `insert into model_prices (model_id, version, effective_from, input_picos, cached_input_picos, output_picos,
         reasoning_picos, markup_basis_points)
       values ($1, 1, $2, $3, $4, $5, $5, $6) on conflict do nothing`,
      [model.id, SINCE, input, cachedInput, output, MARKUP_BASIS_POINTS],
    );
  }
}

/**
 * The demo provider stands for no company with which an agreement could be made: while the default upstream is this
 * machine nothing leaves it, and a row says so, so that policies without protection can be tried. With any other upstream
 * the row goes. One that an operator has ended stays ended.
 */
async function seedAgreement(client: pg.Client, localUpstream: boolean): Promise<void> {
  if (!localUpstream) {
    await client.query('delete from agreements where id = $1', [AGREEMENT]);
    return;
  }
  const { rowCount } = await client.query(
    `insert into agreements (id, provider_id, document_reference, services, effective_from, expires_at, revision,
       created_at, updated_at)
     values ($1, $2, 'Demo: the upstream is this machine', '{chat,embeddings,moderations,rerank}', $3, '9999-12-31', 1, now(), now())
     on conflict do nothing`,
    [AGREEMENT, PROVIDER, SINCE],
  );
  if (rowCount === 1) await client.query('update providers set hipaa_compliant = true where id = $1', [PROVIDER]);
}

/**
 * What OpenAI's clients ask for where no model is named leads to the demo provider's while the default upstream is this
 * machine. With any other upstream the rule goes, unless somebody has changed it: it would stand before a real model of
 * that name.
 */
async function seedAlias(client: pg.Client, localUpstream: boolean): Promise<void> {
  await client.query(
    localUpstream
      ? `insert into routing_rules (name, targets, revision, created_at, updated_at)
         values ($1, $2, 1, now(), now()) on conflict do nothing`
      : 'delete from routing_rules where name = $1 and targets = $2 and revision = 1',
    [MODERATION_ALIAS, JSON.stringify([{ model_id: 'demo-moderation', priority: 0, weight: 1 }])],
  );
}

/** Row-level security binds the owner too: a tenant's rows are put in its scope. */
async function seedTenant(client: pg.Client, tenant: SeededTenant): Promise<void> {
  await client.query("select set_config('app.tenant_id', $1, true)", [tenant.id]);
  await client.query(
    'insert into tenants (id, app_id, name, phi_config) values ($1, $2, $3, $4) on conflict do nothing',
    [tenant.id, tenant.appId, tenant.name, PHI_CONFIG(!tenant.restoresReplies)],
  );
  const { key } = tenant;
  await client.query(
    `insert into api_keys (id, tenant_id, app_id, name, prefix, hash, scopes)
     values ($1, $2, $3, $4, $5, $6, '{*}') on conflict do nothing`,
    [key.id, tenant.id, tenant.appId, key.name, key.prefix, key.hash],
  );
}
