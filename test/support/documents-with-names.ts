import type { MrzFormat } from '../../agent/contract/vocabulary/document.ts';
import { MRZ_LINES } from '../../agent/contract/vocabulary/document.ts';
import { LAYOUTS } from '../../agent/contract/vocabulary/mrz/layouts.ts';
import type { MrzDocument } from '../../agent/domain/mrz-document.ts';
import { parseMrz } from '../../agent/domain/parse-mrz.ts';
import { TODAY } from './visits.ts';

/** A document of the layout whose name field is `names`, filled up with fillers; nothing else of it is told. */
export function documentWithNames(format: MrzFormat, names: string, issuer = 'UTO'): MrzDocument {
  const lines = MRZ_LINES[format].map((length) => '<'.repeat(length));
  const put = (line: number, column: number, text: string) => {
    const row = lines[line] as string;
    lines[line] = row.slice(0, column) + text + row.slice(column + text.length);
  };
  const { names: field, issuingState } = LAYOUTS[format];
  if (!field) throw new Error(`${format} has no single name field`);
  if (issuingState) put(issuingState.line, issuingState.column, issuer);
  put(field.line, field.column, names);
  return parseMrz(format, lines, TODAY);
}
