type Scalar = string | number | boolean;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly example?: Scalar;
  readonly schema: {
    readonly type?: string;
    readonly format?: string;
    readonly pattern?: string;
    readonly enum?: readonly Scalar[];
    readonly example?: Scalar;
    readonly default?: Scalar;
    readonly minimum?: number;
  };
}

interface Description {
  readonly paths: Readonly<Record<string, { readonly get?: { readonly parameters?: readonly Parameter[] } }>>;
}

const NOBODY = '00000000-0000-4000-8000-000000000000';

/**
 * Asks every GET of a running API once for each parameter of its query, with a value that its description allows.
 * @returns how many were asked for, and those that the API refuses all the same.
 */
export async function describedParameters(
  url: string,
  credential: string,
): Promise<{ readonly asked: number; readonly refused: readonly string[] }> {
  const description = (await (await fetch(`${url}/openapi.json`)).json()) as Description;
  const refused: string[] = [];
  let asked = 0;
  for (const [path, { get }] of Object.entries(description.paths)) {
    for (const parameter of get?.parameters ?? []) {
      const value = allowed(parameter);
      if (parameter.in !== 'query' || value === undefined) continue;
      const query = new URLSearchParams({ [parameter.name]: String(value) }).toString();
      const place = `${path.replaceAll(/\{\w+\}/g, NOBODY)}?${query}`;
      const reply = await fetch(url + place, { headers: { authorization: `Bearer ${credential}` } });
      const { error } = (await reply.json().catch(() => ({}))) as { error?: { details?: { field?: string } } };
      if (reply.status >= 500 || error?.details?.field === parameter.name) refused.push(`${reply.status} ${place}`);
      asked += 1;
    }
  }
  return { asked, refused };
}

/** Undefined where a pattern has no example: these come in pairs, such as the first day of a period and that after it. */
function allowed({ example, schema }: Parameter): Scalar | undefined {
  const told = example ?? schema.example ?? schema.default ?? schema.enum?.[0];
  if (told !== undefined || schema.pattern !== undefined) return told;
  if (schema.format === 'date-time') return '2026-01-31T09:30:00Z';
  if (schema.format === 'uuid') return NOBODY;
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  return schema.type === 'boolean' ? true : 'a';
}
