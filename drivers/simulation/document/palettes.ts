import type { Inks } from './guilloche.ts';
import type { Palette } from './specimen-document.ts';

/** Backgrounds stay above 70 % luminance, so that black print keeps the contrast ICAO Doc 9303-3 §4.4 asks for. */
export const PALETTES: Readonly<Record<Palette, Inks>> = {
  sea: { paper: ['#e3eef6', '#d9e6ee'], lines: ['#a9c6dc', '#bcd3cf'], title: '#1f4e79' },
  moss: { paper: ['#e8f1e2', '#dbe8da'], lines: ['#b0cfa8', '#c2cfa9'], title: '#2e5d34' },
  rose: { paper: ['#f6e6e4', '#f0dfe6'], lines: ['#dfb4b3', '#d3b9d0'], title: '#7a2338' },
  sand: { paper: ['#f4eddc', '#ece4d3'], lines: ['#d8c49a', '#c9c6a4'], title: '#6b4a16' },
  lilac: { paper: ['#ebe6f4', '#dfe2f0'], lines: ['#bdb2da', '#b0bfdc'], title: '#3f3475' },
};
