import type { DoubtfulCharacters } from '../../../agent/contract/views.ts';
import type { Sentences } from '../../languages/sentences.ts';

/** Frames round single characters on the picture; the list beside it says which they are, so a screen reader leaves them out. */
export function DoubtMarks({ doubts }: { readonly doubts: DoubtfulCharacters }) {
  return (
    <svg class="marks" viewBox={`0 0 ${doubts.width} ${doubts.height}`} aria-hidden="true">
      {doubts.characters.map(({ line, column, box }) => (
        <g key={`${line} ${column}`}>
          <rect class="mark-ground" {...box} />
          <rect class="doubt-line" {...box} />
        </g>
      ))}
    </svg>
  );
}

/** Where to look, what was read and what it may be instead, in the order of doubt. */
export function DoubtList({ doubts, words }: { readonly doubts: DoubtfulCharacters; readonly words: Sentences }) {
  return (
    <>
      <span class="marked">{words.staff.doubtful}</span>
      <ol class="marked-list">
        {doubts.characters.map(({ line, column, read, alternatives }) => (
          <li key={`${line} ${column}`}>
            {words.staff.doubtfulPlace(line + 1, column + 1)}: <code>{[read, ...alternatives].join(' / ')}</code>
          </li>
        ))}
      </ol>
    </>
  );
}
