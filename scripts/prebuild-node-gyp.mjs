#!/usr/bin/env node
// Stands in for node-gyp when prebuildify calls `node-gyp rebuild --arch=…`: the addon is built by CMake, from the cache if it is there.
import { copyFileSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { build } from './build.mjs'

const arch = process.argv.map((argument) => /^--arch=(\w+)$/.exec(argument)?.[1]).find(Boolean)
const addon = await build({ arch })
const wanted = resolve('build/Release/numblas.node')
if (wanted !== addon) {
  mkdirSync(dirname(wanted), { recursive: true })
  copyFileSync(addon, wanted)
}
