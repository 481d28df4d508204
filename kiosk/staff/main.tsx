import { render } from 'preact';
import { StaffPage } from './staff-page.tsx';

const place = document.getElementById('page');
if (place === null) throw new Error('staff/index.html has no #page');
render(<StaffPage />, place);
