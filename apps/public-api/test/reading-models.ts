import { until } from '@radiant/embedded/testing';
import type { Gateway } from './gateway.js';

/** Models that moderate and rank, under the demo provider: `moderate`, `rank` and `acme/rank/v2`. */
export async function seedReadingModels(gateway: Gateway): Promise<void> {
  await gateway.sql(`
    insert into models (id, provider_id, name, type, display_name, specialty, capabilities)
    values ('moderate', 'demo', 'demo-moderation', 'external', 'Moderation', 'moderation', '{moderations}'),
      ('rank', 'demo', 'demo-rerank', 'external', 'Rerank', 'rerank', '{rerank}'),
      ('acme/rank/v2', 'demo', 'demo-rerank', 'external', 'Rerank 2', 'rerank', '{rerank}')`);
  await gateway.sql(`
    insert into model_prices (model_id, version, effective_from, input_picos, markup_basis_points)
    values ('moderate', 1, '2026-01-01', 10000, 2000), ('rank', 1, '2026-01-01', 10000, 2000),
      ('acme/rank/v2', 1, '2026-01-01', 10000, 2000)`);
  await until(async () => (await (await gateway.send('/v1/models')).text()).includes('"moderate"'));
}
