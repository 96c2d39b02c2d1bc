import { isIPv6 } from 'node:net';
import path from 'node:path';
import type { Environment } from '@radiant/nest-kit';
import { ADMINISTRATION_FILE, administrationOnly } from './administration.js';
import { AppProcess } from './app-process.js';
import { banner } from './banner.js';
import { choosePort } from './choose-port.js';
import type { Credentials } from './credentials.js';
import { DYNAMODB_CREDENTIALS, startEngines, type Engines } from './engines.js';
import { issuerVariable, mintToken } from './issuer.js';
import { loadSecrets, type Secrets } from './secrets.js';
import { StateDirectory } from './state-directory.js';

/** The admin token of a first run lasts as long as it says, over lunch too. */
const EMBEDDED_IDLE_MINUTES = '720';

export interface StartOptions {
  readonly workspace: string;
  readonly environment: Environment;
  /** Passed on to the apps. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly reset: boolean;
  readonly say: (line: string) => void;
}

/** Everything that runs. `stop` ends it in the order in which it depends on each other; `hurry` cuts the calls that it waits for. */
export interface Started {
  /** Resolves when the embedded database has ended: nothing works without it, so the rest should stop as well. */
  readonly databaseEnded: Promise<void> | undefined;
  stop(): Promise<void>;
  hurry(): void;
}

/** Starts engines, demo provider and apps, writes `credentials.json` last and prints the banner. */
export async function start(options: StartOptions): Promise<Started> {
  const { environment, say } = options;
  const began = performance.now();
  const state = StateDirectory.open(environment.dataDirectory, options.reset);
  const stops: (() => Promise<void> | void)[] = [() => state.release()];
  const apps: AppProcess[] = [];
  const hurry = (): void => apps.forEach((app) => app.hurry());
  const stop = async (): Promise<void> => {
    for (const next of stops.splice(0).reverse()) await next();
  };
  try {
    const { host } = environment;
    const publicUrl = address(host, await choosePort('PORT', environment.port, host));
    const adminUrl = address(host, await choosePort('ADMIN_PORT', environment.adminPort, host));
    const secrets = await loadSecrets(state, environment.name);
    const engines = environment.embedded
      ? await startEngines(state, secrets, environment, path.join(options.workspace, 'migrations'))
      : undefined;
    if (engines) stops.push(() => engines.stop());
    // All at once: Ctrl-C reaches the apps too, and one that ends first must not be started again.
    stops.push(async () => void (await Promise.all(apps.map((app) => app.stop()))));
    const launch = async (name: string, variables: Readonly<Record<string, string | undefined>>): Promise<number> => {
      const app = new AppProcess({
        name,
        script: path.join(options.workspace, 'apps', name, 'dist/main.js'),
        environment: { ...options.variables, ...variables },
        stopSeconds: environment.stopSeconds,
        logFile: state.join('logs', `${name}.log`),
        say,
      });
      apps.push(app);
      return app.start();
    };
    const demoUrl =
      environment.litellmUrl === undefined
        ? `http://127.0.0.1:${await launch('demo-provider', { PORT: '0', HOST: '127.0.0.1' })}`
        : undefined;
    const shared = {
      ...appVariables(secrets, engines, publicUrl, options),
      ...(demoUrl !== undefined && { LITELLM_URL: demoUrl }),
      PORT: new URL(publicUrl).port,
      ADMIN_PORT: new URL(adminUrl).port,
      RADIANT_DATA_DIR: state.path,
    };
    const administration = { ...shared, ...(engines && { DATABASE_URL: engines.adminDatabaseUrl }) };
    await Promise.all([launch('public-api', shared), launch('admin-api', administration)]);
    state.writeJson(ADMINISTRATION_FILE, administrationOnly({ ...options.variables, ...administration }));
    const credentials = await describe(secrets, publicUrl, adminUrl, engines !== undefined);
    state.writeJson('credentials.json', credentials);
    say(banner(credentials, demoUrl, (performance.now() - began) / 1000));
    return { databaseEnded: engines?.databaseEnded, stop, hurry };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where this machine reaches what listens on `host`. */
function address(host: string, port: number): string {
  if (['0.0.0.0', '::'].includes(host)) return `http://127.0.0.1:${port}`;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** What the apps need to know beyond the environment of `npm start` itself. */
function appVariables(
  secrets: Secrets,
  engines: Engines | undefined,
  publicUrl: string,
  { environment, variables }: StartOptions,
): Record<string, string> {
  if (!engines) return {};
  return {
    RADIANT_EMBEDDED: 'true',
    DATABASE_URL: engines.databaseUrl,
    DYNAMODB_ENDPOINT: engines.dynamodbEndpoint,
    ...(environment.kmsKeyId === undefined && { RADIANT_KEYRING: secrets.keyring }),
    ...DYNAMODB_CREDENTIALS,
    ...(environment.tokenIssuer === undefined && {
      RADIANT_EMBEDDED_ISSUER: issuerVariable(publicUrl, secrets.issuerKey),
      RADIANT_ADMIN_IDLE_MINUTES: variables['RADIANT_ADMIN_IDLE_MINUTES'] ?? EMBEDDED_IDLE_MINUTES,
    }),
  };
}

const administratorOf = ({ demoClinic }: Secrets) => ({
  tenantId: demoClinic.id,
  userId: 'embedded-admin',
  groups: ['super_admin'],
});

async function describe(secrets: Secrets, publicUrl: string, adminUrl: string, seeded: boolean): Promise<Credentials> {
  const tenants = seeded ? [secrets.demoClinic, secrets.strictHospital] : [];
  return {
    publicUrl,
    adminUrl,
    consoleUrl: `${adminUrl}/docs`,
    tenants: tenants.map(({ id, name, apiKey }) => ({ id, name, apiKey: apiKey.secret })),
    adminToken: seeded ? await mintToken(publicUrl, secrets.issuerKey, administratorOf(secrets)) : '',
  };
}
