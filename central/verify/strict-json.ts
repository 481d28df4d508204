import { failed, ok, type Result } from '../../agent/contract/faults.ts';

const DEEPEST = 12;

/**
 * Parses UTF-8 JSON text (RFC 8259) and refuses what two readers could understand differently: bytes that are not UTF-8, a byte order
 * mark, an object that names a member twice (RFC 7515 §4 allows refusal), and nesting deeper than 12. The failure is a short reason.
 */
export function parseStrictJson(bytes: Uint8Array): Result<unknown, string> {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    return failed('not JSON in UTF-8');
  }
  const trouble = findAmbiguity(text);
  return trouble === null ? ok(value) : failed(trouble);
}

/** Walks text that is known to be valid JSON, so that only strings and brackets matter. */
function findAmbiguity(text: string): string | null {
  const open: { readonly members: Set<string> | null; awaitsName: boolean }[] = [];
  for (let at = 0; at < text.length; at++) {
    const inside = open.at(-1);
    switch (text[at]) {
      case '"': {
        const end = endOfString(text, at);
        if (inside?.members && inside.awaitsName) {
          const name: unknown = JSON.parse(text.slice(at, end + 1));
          if (typeof name !== 'string' || inside.members.has(name)) return 'a member is named twice';
          inside.members.add(name);
          inside.awaitsName = false;
        }
        at = end;
        break;
      }
      case '{':
      case '[':
        if (open.length === DEEPEST) return 'nested too deeply';
        open.push(text[at] === '{' ? { members: new Set(), awaitsName: true } : { members: null, awaitsName: false });
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        if (inside?.members) inside.awaitsName = true;
        break;
    }
  }
  return null;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
