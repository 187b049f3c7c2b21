import { platforms } from '../../src/platforms/index.ts';
import { seasonShapesOn } from '../../src/redis/seasons/season-shapes.ts';

/** Shapes of what the stores of a bot with every platform contain. */
export const storedShapes = seasonShapesOn(platforms);
