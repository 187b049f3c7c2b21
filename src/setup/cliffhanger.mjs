#!/usr/bin/env node
import { launch } from './launch.mjs';

// `check` needs no Redis at all, and what needs one says so itself.
await launch('src/cli/cli.js', process.argv.slice(2), { redis: false });
