import type { ScreenProps, VisitScreenProps } from './screen-props.ts';
import { CameraScreen } from './screens/camera-screen.tsx';
import { ConsentScreen } from './screens/consent-screen.tsx';
import { LanguageScreen } from './screens/language-screen.tsx';
import { OutcomeScreen } from './screens/outcome-screen.tsx';
import { PlaceDocumentScreen } from './screens/place-document-screen.tsx';
import { OutOfServiceScreen, WipingScreen } from './screens/plain-screens.tsx';
import { ProgressScreen } from './screens/progress-screen.tsx';
import { TryAgainScreen } from './screens/try-again-screen.tsx';
import { WaitForOfficerScreen } from './screens/wait-for-officer-screen.tsx';
import { WelcomeScreen } from './screens/welcome-screen.tsx';

/** One screen per phase. */
export function Screen(props: ScreenProps) {
  const { phase, visit } = props.view;
  if (phase === 'idle') return <WelcomeScreen {...props} />;
  if (phase === 'out-of-service') return <OutOfServiceScreen {...props} />;
  // A visit that is being wiped may already be gone from the view.
  if (phase === 'wiping' || visit === undefined) return <WipingScreen {...props} />;
  return visitScreen(phase, { ...props, visit });
}

function visitScreen(
  phase: Exclude<ScreenProps['view']['phase'], 'idle' | 'wiping' | 'out-of-service'>,
  props: VisitScreenProps,
) {
  switch (phase) {
    case 'language':
      return <LanguageScreen {...props} />;
    case 'consent':
      return <ConsentScreen {...props} />;
    case 'document':
      return <PlaceDocumentScreen {...props} />;
    case 'reading':
      return <ProgressScreen {...props} kind="reading" />;
    case 'document-retry':
      return <TryAgainScreen {...props} kind="document-retry" />;
    case 'camera':
      return <CameraScreen {...props} />;
    case 'camera-retry':
      return <TryAgainScreen {...props} kind="camera-retry" />;
    case 'comparing':
      return <ProgressScreen {...props} kind="comparing" />;
    case 'operator-comparison':
      return <WaitForOfficerScreen {...props} />;
    case 'deciding':
      return <ProgressScreen {...props} kind="deciding" />;
    case 'outcome':
      return <OutcomeScreen {...props} />;
    default:
      return phase satisfies never;
  }
}
