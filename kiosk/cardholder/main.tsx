import { render } from 'preact';
import { CardholderPage } from './cardholder-page.tsx';

const place = document.getElementById('page');
if (place === null) throw new Error('index.html has no #page');
render(<CardholderPage />, place);
