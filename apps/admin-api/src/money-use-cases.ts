import type { Provider } from '@nestjs/common';
import { CostReports } from '@radiant/billing';
import {
  AddBudget,
  ChargeBack,
  CreditInvoice,
  DiscardInvoice,
  DraftInvoice,
  EndBudget,
  ExportUsage,
  FinaliseInvoice,
  ForecastCosts,
  GovernanceTransactions,
  InvoiceIssuer,
  ListBudgetAlerts,
  ListBudgets,
  ListInvoices,
  ReadInvoice,
  ReadMarkups,
  ReportCosts,
  SetMarkup,
} from '@radiant/governance';
import { Clock, IdGenerator } from '@radiant/kernel';
import { provide } from '@radiant/nest-kit';

/** Budgets, reports, markups and invoices. */
export const MONEY: Provider[] = [
  provide(ListBudgetAlerts, GovernanceTransactions, IdGenerator, Clock),
  provide(ListBudgets, GovernanceTransactions, IdGenerator, Clock),
  provide(AddBudget, GovernanceTransactions, IdGenerator, Clock),
  provide(EndBudget, GovernanceTransactions, IdGenerator, Clock),
  provide(ReportCosts, GovernanceTransactions, IdGenerator, Clock, CostReports),
  provide(ForecastCosts, GovernanceTransactions, IdGenerator, Clock, CostReports),
  provide(ChargeBack, GovernanceTransactions, IdGenerator, Clock, CostReports),
  provide(ExportUsage, GovernanceTransactions, IdGenerator, Clock, CostReports),
  provide(ReadMarkups, GovernanceTransactions, IdGenerator, Clock),
  provide(SetMarkup, GovernanceTransactions, IdGenerator, Clock),
  provide(ListInvoices, GovernanceTransactions, IdGenerator, Clock),
  provide(ReadInvoice, GovernanceTransactions, IdGenerator, Clock),
  provide(DraftInvoice, GovernanceTransactions, IdGenerator, Clock, InvoiceIssuer),
  provide(FinaliseInvoice, GovernanceTransactions, IdGenerator, Clock),
  provide(CreditInvoice, GovernanceTransactions, IdGenerator, Clock),
  provide(DiscardInvoice, GovernanceTransactions, IdGenerator, Clock),
];
