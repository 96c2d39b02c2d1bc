import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { ListTablesCommand, type ListTablesCommandOutput } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { createDynamoClient } from '@radiant/dynamodb';
import type { Gateway } from '@radiant/public-api/testing';

/** Something that was written down somewhere. Bytes are Latin-1, one character each. */
export interface Place {
  readonly name: string;
  readonly bytes: string;
}

/** Every item of the gateway's tables in the DynamoDB-compatible store, binary attributes included. */
export async function storedItems(gateway: Gateway): Promise<readonly { key: string; bytes: string }[]> {
  const { endpoint, table } = gateway.dynamodb;
  const client = createDynamoClient({ endpoint, region: 'us-east-1', maxSockets: 1 });
  try {
    const names: string[] = []; // of all the tests' tables, which are more than a page
    let page: ListTablesCommandOutput | undefined;
    do {
      page = await client.send(new ListTablesCommand({ ExclusiveStartTableName: page?.LastEvaluatedTableName }));
      names.push(...(page.TableNames ?? []));
    } while (page.LastEvaluatedTableName !== undefined);
    const items: { key: string; bytes: string }[] = [];
    for (const TableName of names.filter((name) => name.startsWith(table))) {
      const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand({ TableName }));
      if (LastEvaluatedKey) throw new Error('the scan has more pages than one');
      for (const item of Items) {
        const bytes = Object.entries(item).map(([name, value]) => `${name}=${latin1(value)}`);
        items.push({ key: String(item['pk']), bytes: bytes.join('\n') });
      }
    }
    return items;
  } finally {
    client.destroy();
  }
}

const latin1 = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : (JSON.stringify(value) ?? '');

/** Every row of every table of the gateway's database, as text. */
export async function storedRows(gateway: Gateway): Promise<readonly Place[]> {
  const tables = await gateway.sql(
    "select relname::text as name from pg_class where relkind in ('r', 'm') and relnamespace = 'public'::regnamespace",
  );
  const places: Place[] = [];
  for (const { name } of tables) {
    const [row] = await gateway.sql(`select string_agg(t::text, chr(10)) as rows from "${String(name)}" t`);
    places.push({
      name: `table ${String(name)}`,
      bytes: Buffer.from(JSON.stringify(row?.['rows'] ?? '')).toString('latin1'),
    });
  }
  return places;
}

/** The files in which the server keeps the gateway's database, its write-ahead log and what all databases share. */
export async function databaseFiles(gateway: Gateway): Promise<readonly string[]> {
  await gateway.sql('checkpoint');
  const [row] = await gateway.sql(
    "select current_setting('data_directory') as directory, (select oid from pg_database where datname = current_database()) as database",
  );
  const [server] = await gateway.sql("select split_part(pg_read_file('postmaster.pid'), chr(10), 1) as process");
  // said by the server of itself, where it was started in that directory
  const directory = String(row?.['directory']).replace('/proc/self/', `/proc/${String(server?.['process'])}/`);
  const folders = [`base/${String(row?.['database'])}`, 'base/pgsql_tmp', 'pg_wal', 'global', 'pg_stat', 'log'];
  const found = await Promise.all(folders.map((folder) => filesBelow(path.join(directory, folder))));
  return found.flat();
}

/** All files below a directory, recursively; none when there is no such directory. */
export async function filesBelow(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  const files = names.map((name) => path.join(directory, name));
  const kinds = await Promise.all(files.map((file) => lstat(file).catch(() => undefined)));
  return files.filter((_, index) => kinds[index]?.isFile());
}

/** The content of a file; nothing when the server has taken it away meanwhile. */
export async function contentOf(file: string): Promise<Place> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of createReadStream(file)) chunks.push(chunk as Buffer);
  } catch {
    return { name: file, bytes: '' };
  }
  return { name: file, bytes: Buffer.concat(chunks).toString('latin1') };
}
