/** First of a transaction: all of its statements see the same, so that totals are those of the rows beside them. */
export const ONE_MOMENT = 'set transaction isolation level repeatable read, read only';
