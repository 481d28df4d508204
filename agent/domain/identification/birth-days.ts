/** The day of the calendar as `YYYY-MM-DD`, null when there is none. */
export function calendarDay(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month >= 1 && day >= 1;
  return exists ? `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}` : null;
}

/** The birth date if the calendar has it and it is not after `today`; otherwise nothing. */
export function birthDays(year: number, month: number, day: number, today: string): readonly string[] {
  const iso = calendarDay(year, month, day);
  return iso !== null && iso <= today ? [iso] : [];
}

const pad = (n: number) => String(n).padStart(2, '0');
