import type { TenantId } from '@radiant/kernel';

/** More than the buffers of both ends of a connection hold by the defaults of Linux (`tcp_wmem` 4 MiB, `tcp_rmem` 6 MiB). */
const IN_FLIGHT_BYTES = 16 * 1024 * 1024;

interface Page {
  readonly tenantId: TenantId;
  /** The position before it. */
  readonly after: number;
  readonly bytes: number;
}

/** The last pages that were given to a connection: those that may be lost with it. */
export class SentPages {
  private pages: Page[] = [];
  private bytes = 0;

  add(page: Page): void {
    this.pages.push(page);
    this.bytes += page.bytes;
    for (let first = this.pages[0]; first && this.bytes - first.bytes >= IN_FLIGHT_BYTES; first = this.pages[0]) {
      this.bytes -= first.bytes;
      this.pages.shift();
    }
  }

  /** Where each tenant's rows begin that may be lost; from now on there are none. */
  takeBeginnings(): ReadonlyMap<TenantId, number> {
    const beginnings = new Map<TenantId, number>();
    for (const { tenantId, after } of this.pages) if (!beginnings.has(tenantId)) beginnings.set(tenantId, after);
    this.pages = [];
    this.bytes = 0;
    return beginnings;
  }
}
