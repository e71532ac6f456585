// Reads what a linker reads: the members of an archive, the sections, symbols and relocations of an ELF object (64 bits, little endian).

/**
 * @typedef {object} Member
 * @property {string} name
 * @property {Buffer} data
 */

/** The members of a static library in GNU's format, without its indices. @param {Buffer} archive @returns {Member[]} */
export function membersOf(archive) {
  if (archive.toString('latin1', 0, 8) !== '!<arch>\n') throw new Error('expected a static library')
  const members = []
  let names = ''
  for (let at = 8; at + 60 <= archive.length; ) {
    const field = archive.toString('latin1', at, at + 16).trim()
    const size = Number(archive.toString('latin1', at + 48, at + 58))
    const data = archive.subarray(at + 60, at + 60 + size)
    at += 60 + size + (size % 2)
    if (field === '//') names = data.toString('latin1')
    else if (/^\/\d+$/.test(field)) {
      const start = Number(field.slice(1))
      members.push({ name: names.slice(start, names.indexOf('/\n', start)), data })
    } else if (field !== '/' && field !== '/SYM64/') members.push({ name: field.replace(/\/$/, ''), data })
  }
  return members
}

/**
 * @typedef {object} Section
 * @property {string} name
 * @property {string} kind type, flags and alignment
 * @property {boolean} writable
 * @property {Buffer} data
 * @property {{ place: string, symbol: string }[]} relocations `symbol` is a name, or a place in this object
 *
 * @typedef {object} Symbol
 * @property {string} name
 * @property {string} section empty where the symbol is not defined here
 * @property {bigint} value
 */

const ALLOCATED = 2n
const WRITABLE = 1n
const RELA = 4
const NOBITS = 8

/** A zero-terminated string. @param {Buffer} table @param {number} at */
const stringAt = (table, at) => table.toString('latin1', at, table.indexOf(0, at))

/**
 * What of an object gets into the program, without unwind tables; and its global symbols.
 * @param {Buffer} data
 * @returns {{ sections: Section[], symbols: Symbol[] } | undefined} nothing where it is no such object
 */
export function readObject(data) {
  if (data.length < 64 || data.readUInt32BE(0) !== 0x7f454c46 || data[4] !== 2 || data[5] !== 1) return undefined
  const start = Number(data.readBigUInt64LE(40))
  const headers = Array.from({ length: data.readUInt16LE(60) }, (_, i) => {
    const at = start + i * data.readUInt16LE(58)
    const [flags, , offset, size] = [8, 16, 24, 32].map((field) => data.readBigUInt64LE(at + field))
    const type = data.readUInt32LE(at + 4)
    const content = type === NOBITS ? Buffer.alloc(0) : data.subarray(Number(offset), Number(offset + size))
    const align = data.readBigUInt64LE(at + 48)
    return { named: data.readUInt32LE(at), type, flags, size, content, align, info: data.readUInt32LE(at + 44) }
  })
  const sectionNames = headers[data.readUInt16LE(62)].content
  const names = headers.map(({ named }) => stringAt(sectionNames, named))
  const table = headers[names.indexOf('.symtab')]?.content
  const strings = headers[names.indexOf('.strtab')]?.content
  if (!table || !strings) return undefined
  const symbols = Array.from({ length: table.length / 24 }, (_, i) => {
    const section = table.readUInt16LE(i * 24 + 6)
    return {
      name: stringAt(strings, table.readUInt32LE(i * 24)),
      global: table[i * 24 + 4] >> 4 !== 0,
      section: section === 0 ? '' : (names[section] ?? String(section)),
      value: table.readBigUInt64LE(i * 24 + 8),
    }
  })
  const kept = headers.map(
    ({ flags, type }, i) => (flags & ALLOCATED) !== 0n && type !== RELA && !/^\.(eh_frame|note)/.test(names[i]),
  )
  const sections = headers.flatMap(({ type, flags, size, content, align }, i) => {
    if (!kept[i] || size === 0n) return []
    const relocations = headers
      .filter((header) => header.type === RELA && header.info === i)
      .flatMap(({ content: entries }) =>
        Array.from({ length: entries.length / 24 }, (_, j) => {
          const at = j * 24
          const symbol = symbols[entries.readUInt32LE(at + 12)]
          const place = `${entries.readBigUInt64LE(at)} ${entries.readUInt32LE(at + 8)} ${entries.readBigInt64LE(at + 16)}`
          return symbol.global
            ? { place, symbol: symbol.name }
            : { place: `${place} ${symbol.section}+${symbol.value}`, symbol: '' }
        }),
      )
    const kind = `${type} ${flags} ${align} ${size}`
    return [{ name: names[i], kind, writable: (flags & WRITABLE) !== 0n, data: content, relocations }]
  })
  return { sections, symbols: symbols.filter(({ global }) => global) }
}
