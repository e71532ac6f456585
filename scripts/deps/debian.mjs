// Source packages of Debian and its relatives, by apt with a sources list of its own: the machine's configuration stays as it is.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { output } from './run.mjs'

const KEYRINGS = '/usr/share/keyrings'

/**
 * The private sources list: the mirror that this machine already uses, another suite.
 * @param {string} targets what `apt-get indextargets --format '$(REPO_URI)'` printed
 * @param {string[]} suites
 * @param {string[]} keyrings
 */
export function sourcesList(targets, suites, keyrings) {
  const mirror = targets.split('\n').find((uri) => uri && !/security/.test(uri))
  if (!mirror) return null
  const signed = keyrings.length > 0 ? ` [signed-by=${keyrings.join(',')}]` : ''
  return suites.map((suite) => `deb-src${signed} ${mirror.trim()} ${suite} main\n`).join('')
}

/**
 * The newest packaging of an upstream version: its archive is the same in all of them.
 * @param {string} index what `apt-cache showsrc` printed
 * @param {string} upstream
 */
export function packageVersion(index, upstream) {
  const versions = [...index.matchAll(/^Version: (.+)$/gm)].map((match) => match[1].trim())
  return versions.filter((version) => version.replace(/^\d+:/, '').replace(/-[^-]*$/, '') === upstream).pop() ?? null
}

function archiveKeyrings() {
  if (!existsSync(KEYRINGS)) return []
  const names = readdirSync(KEYRINGS).filter((name) => /^debian-archive-.*-(automatic|stable)\.gpg$/.test(name))
  return names.sort().map((name) => join(KEYRINGS, name))
}

/**
 * Downloads one source package's original archive.
 * @param {{ source: string, version: string, suites: string[] }} wanted
 * @param {string} file the archive's name within the package
 * @param {string} to
 */
export async function debianSource(wanted, file, to) {
  const targets = output('apt-get', ['indextargets', '--format', '$(REPO_URI)'])
  if (targets === null) throw new Error('this machine has no apt')
  const list = sourcesList(targets, wanted.suites, archiveKeyrings())
  if (list === null) throw new Error('apt has no mirror configured')
  const folder = mkdtempSync(join(tmpdir(), 'numblas-apt-'))
  try {
    const sources = join(folder, 'sources.list')
    writeFileSync(sources, list)
    for (const name of ['lists/partial', 'cache/archives/partial', 'package'])
      mkdirSync(join(folder, name), { recursive: true })
    const options = [
      `Dir::Etc::sourcelist=${sources}`,
      'Dir::Etc::sourceparts=-',
      `Dir::State::lists=${join(folder, 'lists')}`,
      `Dir::Cache=${join(folder, 'cache')}`,
      'Acquire::Check-Valid-Until=false',
      'Acquire::Languages=none',
      'Acquire::Retries=1',
      'Acquire::http::Timeout=20',
      'Acquire::https::Timeout=20',
      'APT::Sandbox::User=root',
      'APT::Get::List-Cleanup=false',
    ].flatMap((option) => ['-o', option])
    if (output('apt-get', [...options, 'update']) === null) {
      throw new Error(`apt-get update failed for ${wanted.suites.join(', ')}: no network, or a mirror without it`)
    }
    const index = output('apt-cache', [...options, 'showsrc', '--only-source', wanted.source]) ?? ''
    const version = packageVersion(index, wanted.version)
    if (version === null) {
      throw new Error(
        `the mirror has no source package ${wanted.source} ${wanted.version} in ${wanted.suites.join(', ')}`,
      )
    }
    const cwd = join(folder, 'package')
    // The sum decides, not apt's status: a mirror may lack the package's other files.
    output('apt-get', [...options, 'source', '--download-only', '--tar-only', `${wanted.source}=${version}`], { cwd })
    if (!existsSync(join(cwd, file))) throw new Error(`${wanted.source} ${version}: ${file} could not be downloaded`)
    try {
      renameSync(join(cwd, file), to)
    } catch {
      // Another file system.
      const { copyFileSync } = await import('node:fs')
      copyFileSync(join(cwd, file), to)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
