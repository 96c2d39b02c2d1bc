import type { Instant } from '@radiant/kernel';
import type { BudgetPeriod } from './budget.js';
import { dateIn, midnight } from './calendar.js';
import type { Period } from './ports/usage-reports.js';

/** The day or month of a moment on the clocks of a time zone (IANA name). */
export function budgetPeriod(period: BudgetPeriod, moment: Instant, timeZone: string): Period {
  const { year, month, day } = dateIn(timeZone, moment);
  if (period === 'day') {
    return { from: midnight(year, month, day, timeZone), to: midnight(year, month, day + 1, timeZone) };
  }
  return { from: midnight(year, month, 1, timeZone), to: midnight(year, month + 1, 1, timeZone) };
}
