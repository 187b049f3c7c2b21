import { platforms } from '../../src/platforms/index.ts';
import { seasonShapesOn } from '../../src/redis/seasons/season-shapes.ts';

/** What the stores of a bot with every platform hold. */
export const storedShapes = seasonShapesOn(platforms);
