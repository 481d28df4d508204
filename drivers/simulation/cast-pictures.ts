import type { PortraitSource } from './document/page-renderer.ts';
import { personNamed } from './people/people.ts';
import { renderPortrait } from './people/portrait.ts';
import { renderScene } from './people/scene.ts';
import type { Person } from './people/traits.ts';
import type { SceneSource } from './scene.ts';

/** Camera to eyes of a person standing where people usually stand. */
const USUAL_DISTANCE_CM = 65;

/** ID portrait of a person of the cast, by name. */
export const drawPortrait: PortraitSource = (person, size) =>
  renderPortrait(castMember(person), { ...size, tint: 'colour' });

/** The face camera's view of people of the cast, by name. */
export const drawScene: SceneSource = ({ persons, pose, blink, distance, presentation }, size) =>
  renderScene(
    {
      persons: persons.map(castMember),
      pose,
      blink,
      smile: 0,
      distanceCm: USUAL_DISTANCE_CM * distance,
      light: 'office',
      presentation,
    },
    size,
  );

function castMember(id: string): Person {
  const person = personNamed(id);
  if (person === undefined) throw new RangeError(`nobody in the cast is called ${id}`);
  return person;
}
