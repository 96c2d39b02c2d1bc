import path from 'node:path';
import type { Environment } from '@radiant/nest-kit';
import { mintAdminToken } from './admin-token.js';
import { AppProcess } from './app-process.js';
import { banner } from './banner.js';
import type { Credentials } from './credentials.js';
import { DYNAMODB_CREDENTIALS, startEngines, type Engines } from './engines.js';
import { requireFreePort } from './require-free-port.js';
import { loadSecrets, type Secrets } from './secrets.js';
import { StateDirectory } from './state-directory.js';

export interface StartOptions {
  readonly workspace: string;
  readonly environment: Environment;
  /** Passed on to the apps. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly reset: boolean;
  readonly say: (line: string) => void;
}

/** Everything that runs. `stop` ends it in the order in which it depends on each other. */
export interface Started {
  stop(): Promise<void>;
}

/** Starts engines, demo provider and apps, writes `credentials.json` last and prints the banner. */
export async function start(options: StartOptions): Promise<Started> {
  const { environment, say } = options;
  const began = performance.now();
  const state = StateDirectory.open(environment.dataDirectory, options.reset);
  const stops: (() => Promise<void> | void)[] = [() => state.release()];
  const stop = async (): Promise<void> => {
    for (const next of stops.splice(0).reverse()) await next();
  };
  try {
    await requireFreePort('PORT', environment.port);
    await requireFreePort('ADMIN_PORT', environment.adminPort);
    const secrets = await loadSecrets(state, environment.name);
    const engines = environment.embedded
      ? await startEngines(state, secrets, environment, path.join(options.workspace, 'migrations'))
      : undefined;
    if (engines) stops.push(() => engines.stop());
    const apps: AppProcess[] = [];
    // All at once: Ctrl-C reaches the apps too, and one that ends first must not be started again.
    stops.push(async () => void (await Promise.all(apps.map((app) => app.stop()))));
    const launch = async (name: string, variables: Readonly<Record<string, string | undefined>>): Promise<number> => {
      const app = new AppProcess({
        name,
        script: path.join(options.workspace, 'apps', name, 'dist/main.js'),
        environment: { ...options.variables, ...variables },
        logFile: state.join('logs', `${name}.log`),
        say,
      });
      apps.push(app);
      return app.start();
    };
    const demoUrl =
      environment.litellmUrl === undefined
        ? `http://127.0.0.1:${await launch('demo-provider', { PORT: '0' })}`
        : undefined;
    const variables = appVariables(secrets, engines, demoUrl);
    const [port, adminPort] = await Promise.all([launch('public-api', variables), launch('admin-api', variables)]);
    const credentials = await describe(
      secrets,
      `http://127.0.0.1:${port}`,
      `http://127.0.0.1:${adminPort}`,
      engines !== undefined,
    );
    state.writeJson('credentials.json', credentials);
    say(banner(credentials, demoUrl, (performance.now() - began) / 1000));
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the apps need to know beyond the environment of `npm start` itself. */
function appVariables(
  secrets: Secrets,
  engines: Engines | undefined,
  demoUrl: string | undefined,
): Record<string, string> {
  return {
    ...(demoUrl !== undefined && { LITELLM_URL: demoUrl }),
    ...(engines && {
      RADIANT_EMBEDDED: 'true',
      DATABASE_URL: engines.databaseUrl,
      DYNAMODB_ENDPOINT: engines.dynamodbEndpoint,
      RADIANT_KEYRING: secrets.keyring,
      ...DYNAMODB_CREDENTIALS,
    }),
  };
}

async function describe(secrets: Secrets, publicUrl: string, adminUrl: string, seeded: boolean): Promise<Credentials> {
  const tenants = seeded ? [secrets.demoClinic, secrets.strictHospital] : [];
  return {
    publicUrl,
    adminUrl,
    consoleUrl: `${adminUrl}/docs`,
    tenants: tenants.map(({ id, name, apiKey }) => ({ id, name, apiKey: apiKey.secret })),
    adminToken: await mintAdminToken(secrets, publicUrl),
  };
}
