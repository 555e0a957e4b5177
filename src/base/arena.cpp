#include "base/arena.h"

#include <algorithm>

namespace pillarlint {

namespace {
constexpr std::size_t first_block = std::size_t{16} << 10U;
constexpr std::size_t largest_block = std::size_t{1} << 20U;
}  // namespace

void* Arena::allocate_slow(std::size_t size, std::size_t align) {
  const auto wanted = std::min(first_block << std::min<std::size_t>(blocks_.size(), 6), largest_block);
  const auto room = std::max(wanted, size + align);
  blocks_.push_back(std::unique_ptr<std::byte[]>(new std::byte[room]));
  bytes_ += room;
  const auto base = reinterpret_cast<std::uintptr_t>(blocks_.back().get());
  const auto start = (base + (align - 1)) & ~(align - 1);
  // A big single allocation gets a block of its own; the current block keeps its rest.
  if (size > wanted / 2 && next_ != 0) return reinterpret_cast<void*>(start);
  next_ = start + size;
  end_ = base + room;
  return reinterpret_cast<void*>(start);
}

}  // namespace pillarlint
