import type { Language } from '../../agent/contract/vocabulary/document.ts';
import { en } from './en.ts';
import type { Sentences } from './sentences.ts';
import { sv } from './sv.ts';

/** The sentences of every language the product speaks. */
export const SENTENCES: Readonly<Record<Language, Sentences>> = { sv, en };

/** In the order in which they are offered. */
export const LANGUAGES = Object.keys(SENTENCES) as readonly Language[];
