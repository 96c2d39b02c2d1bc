/** Who invoices the tenants; its numbers run without a gap. */
export class InvoiceIssuer {
  /** @param name as it stands on invoices; another name is another issuer, with numbers of its own. */
  constructor(readonly name: string) {}
}
