// What is read off a binary, and which needs are refused: texts of readelf, objdump and otool, no binaries.
import { describe, expect, it } from 'vitest'
import { compareVersions, faultsOf, readElf, readMachO, readPe } from '../../scripts/binary.mjs'
import { PLATFORMS, type Platform } from '../../scripts/platforms/table.mjs'

const platform = (name: string) => PLATFORMS.find((row) => row.name === name) as Platform

const ELF = `
Dynamic section at offset 0x1d5f8 contains 28 entries:
  Tag        Type                         Name/Value
 0x0000000000000001 (NEEDED)             Shared library: [libm.so.6]
 0x0000000000000001 (NEEDED)             Shared library: [libc.so.6]

Symbol table '.dynsym' contains 6 entries:
   Num:    Value          Size Type    Bind   Vis      Ndx Name
     0: 0000000000000000     0 NOTYPE  LOCAL  DEFAULT  UND 
     1: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND pthread_create@GLIBC_2.2.5 (2)
     2: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND fcntl64@GLIBC_2.28 (3)
     3: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND napi_create_object
     4: 000000000001c3c0    12 FUNC    GLOBAL DEFAULT   12 node_api_module_get_api_version_v1
     5: 000000000001c3d0    90 FUNC    GLOBAL DEFAULT   12 napi_register_module_v1
`

const PE = `
	DLL Name: KERNEL32.dll
	vma:  Hint/Ord Member-Name Bound-To
	DLL Name: msvcrt.dll

[Ordinal/Name Pointer] Table
	[   0] +base[   1] 0000 napi_register_module_v1
	[   1] +base[   2] 0001 node_api_module_get_api_version_v1
`

describe('needs', () => {
  it('of an ELF file', () => {
    const needs = readElf(ELF)
    expect(needs).toEqual({
      libraries: ['libm.so.6', 'libc.so.6'],
      exports: ['node_api_module_get_api_version_v1', 'napi_register_module_v1'],
      glibc: '2.28',
      wants: ['pthread_create', 'fcntl64', 'napi_create_object'],
    })
    expect(faultsOf(platform('linux-x64'), needs, 20_000_000)).toEqual([])
  })

  it('of a PE file', () => {
    const needs = readPe(PE)
    expect(needs.libraries).toEqual(['KERNEL32.dll', 'msvcrt.dll'])
    expect(faultsOf(platform('win32-x64'), needs, 1)).toEqual([])
    expect(faultsOf(platform('win32-x64'), { ...needs, libraries: ['libgcc_s_seh-1.dll'] }, 1)).toEqual([
      'needs libgcc_s_seh-1.dll',
    ])
  })

  it('of a Mach-O file', () => {
    const needs = readMachO(
      '/x/numblas.node:\n\t@rpath/numblas.node (compatibility version 0.0.0)\n\t/usr/lib/libSystem.B.dylib (compatibility version 1.0.0, current version 1)\n',
      '0000000000001 T _napi_register_module_v1\n',
    )
    expect(needs).toEqual({ libraries: ['/usr/lib/libSystem.B.dylib'], exports: ['napi_register_module_v1'] })
    expect(faultsOf(platform('darwin-arm64'), needs, 1)).toEqual([])
  })

  it('beyond what the platform promises are refused', () => {
    const needs = { libraries: ['libstdc++.so.6'], exports: ['dgemm_64_'], glibc: '2.34' }
    expect(faultsOf(platform('linux-x64'), needs, 26_000_000)).toEqual([
      'needs libstdc++.so.6',
      'needs glibc 2.34, and the platform promises 2.28',
      'exports dgemm_64_',
      'does not export napi_register_module_v1',
      'has 26000000 bytes, and may have 25000000',
    ])
    expect(faultsOf(platform('linux-x64-musl'), { ...readElf(ELF), glibc: undefined }, 1)).toEqual([
      'needs libm.so.6',
      'needs libc.so.6',
    ])
    const wants = { libraries: [], exports: ['napi_register_module_v1'], wants: ['napi_throw', 'malloc', 'mallopt'] }
    expect(faultsOf(platform('linux-x64-musl'), wants, 1, new Set(['malloc']))).toEqual(['wants mallopt'])
  })

  it('compares versions by number', () => {
    expect(['2.9', '2.31', '2.2.5', '2.4'].sort(compareVersions)).toEqual(['2.2.5', '2.4', '2.9', '2.31'])
  })
})
