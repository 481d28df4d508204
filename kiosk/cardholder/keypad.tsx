import { Icon } from '../parts/icon.tsx';

const ROWS = ['1234567890', 'QWERTYUIOP', 'ASDFGHJKL', 'ZXCVBNM-'] as const;

export interface KeypadProps {
  readonly eraseLabel: string;
  readonly onKey: (key: string) => void;
  readonly onErase: () => void;
}

/** Letters, numbers and the hyphen of a reference, for a station without a keyboard. */
export function Keypad({ eraseLabel, onKey, onErase }: KeypadProps) {
  return (
    <div class="keypad">
      {ROWS.map((row) => (
        <div key={row} class="keypad-row">
          {[...row].map((key) => (
            <button key={key} type="button" class="key" onClick={() => onKey(key)}>
              {key}
            </button>
          ))}
          {row.endsWith('-') && (
            <button type="button" class="key key-wide" aria-label={eraseLabel} onClick={onErase}>
              <Icon name="backspace" />
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
