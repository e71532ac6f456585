// Control groups: the container that this process may run in.
#pragma once

#include <string>
#include <vector>

namespace numblas {

// The folders of this process's group of a controller ("cpu", "memory") and of every group above it, innermost first:
// the unified hierarchy's (version 2) and the controller's own (version 1). Limits of all of them hold together.
struct CgroupFolders {
  std::vector<std::string> unified;
  std::vector<std::string> legacy;
};

CgroupFolders FoldersOf(const char* controller);

// The numbers that one of their files begins with: none where it is missing, or says "max".
std::vector<double> NumbersIn(const std::string& path);

// The number behind a name in a file of such lines (memory.stat, /proc/meminfo); 0 where there is none.
double NumberOf(const std::string& path, const char* name);

}  // namespace numblas
