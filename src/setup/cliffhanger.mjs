#!/usr/bin/env node
import { launch } from './launch.mjs';

// `check` needs no Redis, and each command that needs one says so itself.
await launch('src/cli/cli.js', process.argv.slice(2), { redis: false });
