import { CSV_HEADER, toCsv, toJsonLine, toOcsf, toSyslog } from '@radiant/audit';
import type { ReadAuditRow } from '@radiant/governance';
import type { ExportFormat } from './audit-queries.js';

interface ExportForm {
  readonly contentType: string;
  readonly header: string;
  readonly line: (read: ReadAuditRow) => string;
}

/** How each format is written, a row at a time. */
export const EXPORT_FORMS: Readonly<Record<ExportFormat, ExportForm>> = {
  jsonl: { contentType: 'application/x-ndjson', header: '', line: ({ row, body }) => toJsonLine(row, body) },
  csv: { contentType: 'text/csv; charset=utf-8', header: CSV_HEADER, line: ({ row, body }) => toCsv(row, body) },
  ocsf: { contentType: 'application/x-ndjson', header: '', line: ({ row, body }) => `${toOcsf(row, body)}\n` },
  syslog: { contentType: 'text/plain; charset=utf-8', header: '', line: ({ row, body }) => `${toSyslog(row, body)}\n` },
};

export async function* exportLines(
  rows: AsyncIterable<ReadAuditRow>,
  { header, line }: ExportForm,
): AsyncGenerator<string, void, undefined> {
  if (header !== '') yield header;
  for await (const read of rows) yield line(read);
}
