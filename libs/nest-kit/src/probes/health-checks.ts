/** One thing that the process needs. */
export interface HealthCheck {
  readonly name: string;
  /** Whether it is ours: the orchestrator's probe looks at our own stores only. */
  readonly own: boolean;
  /** Resolves when it works; must end within a deadline of its own. */
  readonly ping: () => Promise<void>;
}

export interface CheckResult {
  readonly status: 'healthy' | 'unhealthy';
  /** How long the answer took, in ms. */
  readonly latency: number;
}

/** The checks of a process; the token under which an application registers them. */
export class HealthChecks {
  constructor(private readonly checks: readonly HealthCheck[]) {}

  /** Runs all, or our own only. Never throws and tells nothing of why a check failed. */
  async run(scope: 'all' | 'own'): Promise<Readonly<Record<string, CheckResult>>> {
    const chosen = this.checks.filter(({ own }) => own || scope === 'all');
    const results = await Promise.all(
      chosen.map(async (check): Promise<[string, CheckResult]> => [check.name, await result(check)]),
    );
    return Object.fromEntries(results);
  }
}

async function result(check: HealthCheck): Promise<CheckResult> {
  const started = performance.now();
  const latency = (): number => Math.round(performance.now() - started);
  try {
    await check.ping();
    return { status: 'healthy', latency: latency() };
  } catch {
    return { status: 'unhealthy', latency: latency() };
  }
}
