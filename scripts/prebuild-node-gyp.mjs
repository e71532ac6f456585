#!/usr/bin/env node
// Stands in for node-gyp when prebuildify calls `node-gyp rebuild`: the addon of the wanted platform (NUMBLAS_PLATFORM)
// is built by CMake, from the cache if it is there.
import { copyFileSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { build } from './build.mjs'

const wanted = resolve('build/Release/numblas.node')
mkdirSync(dirname(wanted), { recursive: true })
copyFileSync(await build(), wanted)
