/** Hours and minutes of an RFC 3339 time in the language's way; the text itself when it is no time. */
export function clockTime(rfc3339: string, languageTag: string): string {
  const at = new Date(rfc3339);
  if (Number.isNaN(at.getTime())) return rfc3339;
  return new Intl.DateTimeFormat(languageTag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}
