// GCC's unwinder asks glibc 2.35 which object holds a code address; musl has no such function. Answered as older unwinders did: by asking all.
#define _GNU_SOURCE
#include <link.h>
#include <stddef.h>
#include <stdint.h>

struct found {
  unsigned long long flags;
  void* map_start;
  void* map_end;
  void* link_map;
  void* eh_frame;
  unsigned long long reserved[7];
};

struct search {
  uintptr_t address;
  struct found* found;
};

static int visit(struct dl_phdr_info* object, size_t size, void* data) {
  struct search* wanted = data;
  const ElfW(Phdr)* frames = NULL;
  int inside = 0;
  (void)size;
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr)* segment = &object->dlpi_phdr[i];
    if (segment->p_type == PT_GNU_EH_FRAME) frames = segment;
    if (segment->p_type != PT_LOAD) continue;
    uintptr_t start = object->dlpi_addr + segment->p_vaddr;
    if (wanted->address - start >= segment->p_memsz) continue;
    inside = 1;
    wanted->found->map_start = (void*)start;
    wanted->found->map_end = (void*)(start + segment->p_memsz);
  }
  if (!inside || !frames) return 0;
  wanted->found->flags = 0;
  wanted->found->link_map = NULL;
  wanted->found->eh_frame = (void*)(object->dlpi_addr + frames->p_vaddr);
  return 1;
}

int _dl_find_object(void* address, struct found* found) {
  struct search search = {(uintptr_t)address, found};
  return dl_iterate_phdr(visit, &search) == 1 ? 0 : -1;
}
