// The software bill of materials (CycloneDX 1.6) of each package: the same input gives the same bytes.
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { patchesOf, readManifest } from '../deps.mjs'

const require = createRequire(import.meta.url)

/** What deps/ compiles in, in the order of the notices. */
const COMPILED = /** @type {const} */ (['openblas', 'lapack', 'highway', 'sleef'])

/** From npm: headers that are compiled in. */
const HEADERS = /** @type {const} */ (['node-addon-api', 'node-api-headers'])

/** @param {string | Buffer} data */
const sha256 = (data) => createHash('sha256').update(data).digest('hex')

/** An SPDX expression as CycloneDX wants it. @param {string} expression */
const licences = (expression) => (/\s/.test(expression) ? [{ expression }] : [{ license: { id: expression } }])

/** The name that package registries and vulnerability databases know. @param {string} name @param {string} version */
const npmUrl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`

/** @param {any} manifest of deps/<name> */
function archiveComponent(manifest) {
  const { name, version, license, archives } = manifest
  const { url, sha256: sum } = archives.find((/** @type {any} */ archive) => archive.url)
  const [, owner, repository] = /** @type {RegExpExecArray} */ (/github\.com\/([^/]+)\/([^/]+)\//.exec(url))
  const tag = /** @type {RegExpExecArray} */ (/(?:tags|download)\/(v?[\d.]+\d)/.exec(url))[1]
  const patches = patchesOf(name).map((file) => ({
    type: 'unofficial',
    diff: { url: `deps/${name}/patches/${basename(file)}` },
  }))
  const purl = `pkg:github/${owner.toLowerCase()}/${repository.toLowerCase()}@${tag}`
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    licenses: licences(license),
    purl,
    externalReferences: [{ type: 'source-distribution', url, hashes: [{ alg: 'SHA-256', content: sum }] }],
    ...(patches.length > 0 ? { pedigree: { patches } } : {}),
  }
}

/** @param {string} name of an npm package that is installed here */
function npmComponent(name) {
  const { version, license } = require(`${name}/package.json`)
  const purl = npmUrl(name, version)
  return { type: 'library', 'bom-ref': purl, name, version, licenses: licences(license), purl }
}

/** The compiler's own libraries; the version is what the compiler wrote into the binary. @param {Buffer} addon */
function runtimeComponent(addon) {
  const version = /GCC: \([^)]*\) ([\w.-]+)/.exec(addon.toString('latin1'))?.[1]
  return {
    type: 'library',
    'bom-ref': 'gcc-runtime',
    name: 'GCC runtime libraries (libgcc, libstdc++)',
    ...(version ? { version } : {}),
    licenses: [{ expression: 'GPL-3.0-or-later WITH GCC-exception-3.1' }],
  }
}

/**
 * The document around the components.
 * @param {Record<string, any>} component what the package is @param {Record<string, any>[]} components
 */
function document(component, components) {
  const root = component['bom-ref']
  const body = {
    metadata: { component },
    components,
    dependencies: [
      { ref: root, dependsOn: components.map((part) => part['bom-ref']) },
      ...components.map((part) => ({ ref: part['bom-ref'] })),
    ],
  }
  // A document's own number, made from what it says instead of at random.
  const sum = sha256(JSON.stringify(body))
  const parts = [sum.slice(0, 8), sum.slice(8, 12), `8${sum.slice(13, 16)}`, `8${sum.slice(17, 20)}`, sum.slice(20, 32)]
  const head = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
  }
  return `${JSON.stringify({ ...head, serialNumber: `urn:uuid:${parts.join('-')}`, version: 1, ...body }, null, 2)}\n`
}

/** @param {{ name: string, version: string, license: string }} manifest @param {string} type */
const packageComponent = ({ name, version, license }, type) => ({
  type,
  'bom-ref': npmUrl(name, version),
  name,
  version,
  licenses: licences(license),
  purl: npmUrl(name, version),
})

/**
 * The bill of a platform package: the addon, and everything that is linked into it.
 * @param {{ name: string, version: string, license: string }} manifest @param {Buffer} addon
 */
export function platformSbom(manifest, addon) {
  const file = {
    type: 'file',
    'bom-ref': 'numblas.node',
    name: 'numblas.node',
    hashes: [{ alg: 'SHA-256', content: sha256(addon) }],
  }
  return document(packageComponent(manifest, 'library'), [
    file,
    ...COMPILED.map((name) => archiveComponent(readManifest(name))),
    ...HEADERS.map(npmComponent),
    runtimeComponent(addon),
  ])
}

/**
 * The bill of the main package: what npm installs with it.
 * @param {{ name: string, version: string, license: string, dependencies: Record<string, string>, optionalDependencies: Record<string, string> }} manifest
 */
export function mainSbom(manifest) {
  const own = Object.entries(manifest.optionalDependencies).map(([name, version]) => ({
    ...packageComponent({ name, version, license: manifest.license }, 'library'),
    scope: 'optional',
  }))
  return document(packageComponent(manifest, 'library'), [
    ...Object.keys(manifest.dependencies).map(npmComponent),
    ...own,
  ])
}
