/** One collection of the admin API, and how its rows become files. */
export interface Kind {
  /** The folder of its files. */
  readonly name: string;
  /** The field that names a row. */
  readonly id: string;
  readonly list: { readonly path: string; readonly field: string; readonly paging: 'offset' | 'page' | 'whole' };
  /** Undefined: rows are put in one step, by `change`. */
  readonly create: { readonly path: string; readonly body: string; readonly answer: string } | undefined;
  readonly change: { readonly method: 'PATCH' | 'PUT'; readonly body: string };
  /** Rows that the files leave out can be taken away by `--prune`; of the others the status says it. */
  readonly prunes: boolean;
  /** Rows that the files leave alone. */
  readonly skips: (row: Readonly<Record<string, unknown>>) => boolean;
  /** Lists of a row that are only ever added to, and taken away where they can be. */
  readonly parts: readonly Part[];
}

export interface Part {
  /** The field of the file. */
  readonly field: string;
  /** What tells one from another: the API gives it, and a new one has none. */
  readonly id: string;
  readonly body: string;
  /** Below the row's own path. */
  readonly path: string;
  /** Of the list, where the row does not hold it. */
  readonly list: string | undefined;
  /** Whether one that is not in the files any more is ended: otherwise that is refused. */
  readonly ends: boolean;
  readonly skips: (row: Readonly<Record<string, unknown>>) => boolean;
}

const none = (): boolean => false;
const registry = (path: string, field: string): Kind['list'] => ({ path: `/api/v2/${path}`, field, paging: 'offset' });

/** In the order in which they are applied: what is named must be there. */
export const KINDS: readonly Kind[] = [
  {
    name: 'apps',
    id: 'id',
    list: { path: '/api/v2/apps', field: 'apps', paging: 'whole' },
    create: { path: '/api/v2/apps', body: 'NewAppBody', answer: 'app' },
    change: { method: 'PATCH', body: 'AppChangeBody' },
    prunes: false,
    skips: none,
    parts: [],
  },
  {
    name: 'providers',
    id: 'id',
    list: registry('providers', 'providers'),
    create: { path: '/api/v2/providers', body: 'NewProviderBody', answer: 'provider' },
    change: { method: 'PATCH', body: 'ProviderChangeBody' },
    prunes: false,
    skips: none,
    parts: [],
  },
  {
    name: 'models',
    id: 'id',
    list: registry('models', 'models'),
    create: { path: '/api/v2/models', body: 'NewModelBody', answer: 'model' },
    change: { method: 'PATCH', body: 'ModelChangeBody' },
    prunes: false,
    skips: none,
    parts: [
      {
        field: 'prices',
        id: 'version',
        body: 'NewPriceBody',
        path: '/prices',
        list: undefined,
        ends: false,
        skips: none,
      },
    ],
  },
  {
    name: 'baas',
    id: 'id',
    list: registry('baas', 'baas'),
    create: { path: '/api/v2/baas', body: 'NewBaaBody', answer: 'baa' },
    change: { method: 'PATCH', body: 'BaaChangeBody' },
    prunes: true,
    skips: ({ state }) => state === 'expired',
    parts: [],
  },
  {
    name: 'routing/rules',
    id: 'name',
    list: { path: '/api/v2/routing/rules', field: 'rules', paging: 'whole' },
    create: undefined,
    change: { method: 'PUT', body: 'RuleBody' },
    prunes: true,
    skips: none,
    parts: [],
  },
  {
    name: 'tenants',
    id: 'id',
    list: { path: '/api/v2/tenants', field: 'tenants', paging: 'page' },
    create: { path: '/api/v2/tenants', body: 'NewTenantBody', answer: 'tenant' },
    change: { method: 'PATCH', body: 'TenantChangeBody' },
    prunes: false,
    skips: ({ status }) => status === 'deleted',
    parts: [
      {
        field: 'budgets',
        id: 'id',
        body: 'BudgetBody',
        path: '/budgets',
        list: 'budgets',
        ends: true,
        skips: ({ endedAt }) => endedAt !== null,
      },
    ],
  },
];

export const rowPath = (kind: Kind, id: string): string => `/api/v2/${kind.name}/${encodeURIComponent(id)}`;
