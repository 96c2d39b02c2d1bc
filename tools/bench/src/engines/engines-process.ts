import { startDynamo, startPostgres } from '@radiant/embedded';

/** What the engines' process tells the one that started it. */
export interface EnginesReady {
  readonly superuserUrl: string;
  readonly postgresPid: number;
  readonly dynamoEndpoint: string;
}

/** The process that holds both stores, so that their CPU is told apart from the driver's. Ends with its parent. */
export async function runEngines(directory: string): Promise<void> {
  const postgres = await startPostgres({ directory, durable: true });
  const dynamo = await startDynamo();
  const stop = async (): Promise<void> => {
    await Promise.all([postgres.stop(), dynamo.stop()]);
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('disconnect', () => void stop());
  const ready: EnginesReady = {
    superuserUrl: postgres.superuserUrl,
    postgresPid: postgres.pid,
    dynamoEndpoint: dynamo.endpoint,
  };
  process.send?.(ready);
}
