import type { Operation } from '../description/api.js';
import { isObject, type Json } from '../description/json.js';
import type { Segment } from '../generate/request.js';

const MOST_KEPT = 100;
const NOBODY = '99999999-9999-4999-8999-999999999999';

/** What everything else stands on: only what was added here is changed. */
const FOUNDATIONS = /^admin-api \/api\/v2\/(tenants|apps|models|providers)$/;

/** Ids that the gateway has given, by the collection in which they stand. */
export class Known {
  private readonly ids = new Map<string, string[]>();
  private readonly mappings: string[] = [];

  /** @param tenant whose records are changed; it calls nothing itself. */
  constructor(public tenant: string = NOBODY) {}

  /** Keeps the ids of a good answer. */
  note({ api, path, method }: Operation, body: Json, requestId: string | undefined): void {
    const data = isObject(body) && isObject(body['data']) ? body['data'] : body;
    for (const mapping of valuesOf(data, /^(mappingId|phi_mapping_id)$/)) keep(this.mappings, mapping);
    if (path === '/api/v2/phi/reidentify') {
      for (const id of valuesOf(data, /^requestId$/)) this.add('public-api /api/v2/phi/reidentifications', id);
    }
    if (/completions$/.test(path) && requestId !== undefined) this.add('public-api /api/v2/receipts', requestId);
    const collection = `${api.name} ${path}`;
    if (path.endsWith('}') || (method !== 'POST' && FOUNDATIONS.test(collection))) return;
    for (const id of idsOf(data)) if (id !== this.tenant) this.add(collection, id);
  }

  /** The address of a request of this operation, with what it wants put into it. */
  address({ api, path }: Operation, segments: Readonly<Record<string, Segment>>): string {
    return path.replace(/\{(\w+)\}/g, (_, name: string, place: number) => {
      const segment = segments[name];
      if (segment && 'text' in segment) return segment.text;
      if (name === 'tenantId') return this.tenant;
      const kept = this.ids.get(`${api.name} ${path.slice(0, place - 1)}`) ?? [];
      const id = kept[(segment?.known ?? 0) % Math.max(1, kept.length)];
      return encodeURIComponent(id ?? (name === 'name' ? 'fuzzed' : NOBODY));
    });
  }

  /** A good body, with ids that are known in the place of its example's. */
  body(body: Json | undefined, turn: number): Json | undefined {
    if (!isObject(body)) return body;
    const mapping = this.mappings[turn % Math.max(1, this.mappings.length)];
    return {
      ...body,
      ...('mapping_id' in body && mapping !== undefined && { mapping_id: mapping }),
      ...('tenant_id' in body && { tenant_id: this.tenant }),
    };
  }

  private add(collection: string, id: string): void {
    const kept = this.ids.get(collection) ?? [];
    keep(kept, id);
    this.ids.set(collection, kept);
  }
}

function keep(kept: string[], id: string): void {
  if (kept.includes(id)) return;
  kept.push(id);
  if (kept.length > MOST_KEPT) kept.shift();
}

/** Ids of a record or a list of records; names where there is no id. */
function idsOf(data: Json): string[] {
  const records = [data, ...childrenOf(data), ...childrenOf(data).flatMap(childrenOf)].filter(isObject);
  return records.map((record) => record['id'] ?? record['name']).filter((id): id is string => typeof id === 'string');
}

const childrenOf = (value: Json): readonly Json[] =>
  typeof value === 'object' && value !== null ? Object.values(value as Record<string, Json>) : [];

const valuesOf = (data: Json, name: RegExp): string[] =>
  isObject(data)
    ? Object.entries(data).flatMap(([key, value]) => (name.test(key) && typeof value === 'string' ? [value] : []))
    : [];
