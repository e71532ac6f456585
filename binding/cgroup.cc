#include "cgroup.h"

#include <cstdio>
#include <cstring>
#include <string_view>

namespace numblas {
namespace {

std::vector<std::string> UpFrom(const std::string& mount, std::string path) {
  std::vector<std::string> folders;
  for (;;) {
    folders.push_back(mount + path);
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) return folders;
    path.resize(slash);
  }
}

// Whether a comma-separated list ("cpu,cpuacct") names the controller.
bool Names(std::string_view list, std::string_view controller) {
  while (!list.empty()) {
    const size_t comma = list.find(',');
    if (list.substr(0, comma) == controller) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace

CgroupFolders FoldersOf(const char* controller) {
  CgroupFolders folders;
  FILE* file = std::fopen("/proc/self/cgroup", "r");
  if (file == nullptr) return folders;
  char line[4096];
  while (std::fgets(line, sizeof(line), file) != nullptr) {  // "0::/path", "4:cpu,cpuacct:/path"
    line[std::strcspn(line, "\n")] = '\0';
    const char* list = std::strchr(line, ':');
    const char* path = list == nullptr ? nullptr : std::strchr(list + 1, ':');
    if (path == nullptr) continue;
    const std::string_view controllers(list + 1, static_cast<size_t>(path - list - 1));
    if (controllers.empty()) {
      folders.unified = UpFrom("/sys/fs/cgroup", path + 1);
    } else if (Names(controllers, controller)) {
      folders.legacy = UpFrom(std::string("/sys/fs/cgroup/") + controller, path + 1);
    }
  }
  std::fclose(file);
  return folders;
}

std::vector<double> NumbersIn(const std::string& path) {
  std::vector<double> numbers;
  if (FILE* file = std::fopen(path.c_str(), "r")) {
    double number;
    while (std::fscanf(file, "%lf", &number) == 1) numbers.push_back(number);
    std::fclose(file);
  }
  return numbers;
}

double NumberOf(const std::string& path, const char* name) {
  double found = 0;
  if (FILE* file = std::fopen(path.c_str(), "r")) {
    char line[256];
    char key[64];
    double number;
    while (std::fgets(line, sizeof(line), file) != nullptr) {
      if (std::sscanf(line, "%63s %lf", key, &number) == 2 && std::strcmp(key, name) == 0) found = number;
    }
    std::fclose(file);
  }
  return found;
}

}  // namespace numblas
